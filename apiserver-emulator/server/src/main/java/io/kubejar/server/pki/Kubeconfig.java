package io.kubejar.server.pki;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;

/** Writes kubeconfig files: one cluster, one user, one context, everything embedded. */
public final class Kubeconfig {
    private Kubeconfig() {}

    /**
     * A kubeconfig whose user has a client certificate.
     *
     * @param name of cluster and context, such as {@code kubejar}; letters, digits, dots and dashes
     * @param server the URL, such as {@code https://127.0.0.1:6443}
     */
    public static String withCertificate(String name, String server, CertificateAuthority authority, Identity client) {
        return text(
                name,
                server,
                authority,
                "    client-certificate-data: " + base64(client.certificatePem()) + "\n    client-key-data: "
                        + base64(client.keyPem()) + "\n");
    }

    /** A kubeconfig whose user has a token (without line breaks or quotes, as a JWT is). */
    public static String withToken(String name, String server, CertificateAuthority authority, String token) {
        return text(name, server, authority, "    token: \"" + token + "\"\n");
    }

    private static String text(String name, String server, CertificateAuthority authority, String credentials) {
        return """
                apiVersion: v1
                kind: Config
                clusters:
                - name: %1$s
                  cluster:
                    server: %2$s
                    certificate-authority-data: %3$s
                users:
                - name: %1$s-admin
                  user:
                %4$scontexts:
                - name: %1$s
                  context:
                    cluster: %1$s
                    user: %1$s-admin
                current-context: %1$s
                """.formatted(name, server, base64(authority.certificatePem()), credentials);
    }

    /** Writes a kubeconfig that only its owner may read (mode 0600), replaced as a whole; makes its folder. */
    public static void write(Path file, String kubeconfig) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            PrivateFiles.makeFolder(folder);
        }
        PrivateFiles.write(file, kubeconfig);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
