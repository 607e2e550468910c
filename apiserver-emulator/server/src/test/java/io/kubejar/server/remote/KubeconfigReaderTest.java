package io.kubejar.server.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubejar.core.chance.Chance;
import io.kubejar.core.time.SystemClock;
import io.kubejar.server.pki.Identity;
import io.kubejar.server.pki.Kubeconfig;
import io.kubejar.server.pki.Pki;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubeconfigReaderTest {
    private final Pki pki = Pki.create(SystemClock.INSTANCE, Chance.secure());

    @TempDir
    Path folder;

    @Test
    void readsWhatKubejarWrites() {
        Path file = folder.resolve("kubeconfig");
        Identity admin = pki.clientCertificate("admin", List.of("system:masters"));
        Kubeconfig.write(file, Kubeconfig.withCertificate("kubejar", "https://127.0.0.1:6443", pki.authority(), admin));

        assertThat(KubeconfigReader.read(file))
                .isEqualTo(new Remote(
                        URI.create("https://127.0.0.1:6443"),
                        List.of(pki.authority().certificate()),
                        false,
                        admin,
                        "",
                        ""));
    }

    @Test
    void readsFilesBesideItTokensAndOtherContexts() throws Exception {
        Files.createDirectories(folder.resolve("pki"));
        Files.writeString(folder.resolve("pki/ca.crt"), pki.authority().certificatePem());
        Files.writeString(folder.resolve("token"), "from-file\n");
        Path file = folder.resolve("config");
        Files.writeString(file, """
                clusters:
                - {name: one, cluster: {server: "https://one:1/", certificate-authority: pki/ca.crt}}
                - {name: two, cluster: {server: "http://two", insecure-skip-tls-verify: true}}
                users:
                - {name: a, user: {token: t, tokenFile: token}}
                - {name: b, user: {tokenFile: token}}
                contexts:
                - {name: first, context: {cluster: one, user: a, namespace: prod}}
                - {name: second, context: {cluster: two, user: b}}
                - {name: third, context: {cluster: two}}
                current-context: first
                """);

        assertThat(KubeconfigReader.read(file))
                .isEqualTo(new Remote(
                        URI.create("https://one:1"), List.of(pki.authority().certificate()), false, null, "t", "prod"));
        assertThat(KubeconfigReader.read(file, "second"))
                .isEqualTo(new Remote(URI.create("http://two"), List.of(), true, null, "from-file", ""));
        assertThat(KubeconfigReader.read(file, "third"))
                .isEqualTo(new Remote(URI.create("http://two"), List.of(), true, null, "", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "none | has no context \"none\"",
                "lost | has no cluster \"nowhere\"",
                "exec | uses exec, which is not supported",
                "proxy | uses proxy-url, which is not supported",
                "url | has no server with https:// or http://",
                "half | has only one of client-certificate and client-key",
                "file | names",
                "base | has a certificate-authority-data that is no base64",
            })
    void namesWhatItCannotUse(String context, String problem) throws Exception {
        Path file = folder.resolve("config");
        Files.writeString(file, """
                clusters:
                - {name: good, cluster: {server: "https://x"}}
                - {name: proxy, cluster: {server: "https://x", proxy-url: "http://y"}}
                - {name: url, cluster: {server: "x:1"}}
                - {name: base, cluster: {server: "https://x", certificate-authority-data: "a"}}
                users:
                - {name: exec, user: {exec: {command: get-token}}}
                - {name: half, user: {client-key-data: "YQ=="}}
                - {name: file, user: {tokenFile: missing}}
                contexts:
                - {name: lost, context: {cluster: nowhere}}
                - {name: exec, context: {cluster: good, user: exec}}
                - {name: proxy, context: {cluster: proxy}}
                - {name: url, context: {cluster: url}}
                - {name: half, context: {cluster: good, user: half}}
                - {name: file, context: {cluster: good, user: file}}
                - {name: base, context: {cluster: base}}
                """);

        assertThatThrownBy(() -> KubeconfigReader.read(file, context))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the kubeconfig " + file + " " + problem);
    }

    @Test
    void namesAFileThatIsNotThere() {
        Path file = folder.resolve("missing");
        assertThatThrownBy(() -> KubeconfigReader.read(file))
                .hasMessageStartingWith("cannot read the kubeconfig " + file);
    }
}
