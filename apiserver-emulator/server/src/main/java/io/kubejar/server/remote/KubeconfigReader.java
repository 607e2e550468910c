package io.kubejar.server.remote;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.pki.Identity;
import io.kubejar.server.pki.Pem;
import io.kubejar.server.yaml.Yaml;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads kubeconfig files: certificates and tokens, embedded or in files beside it. What needs another program or a proxy is
 * refused by name. Every problem is an {@link IllegalArgumentException} with one line that names the file.
 *
 * <p>Source: clientcmd (staging/src/k8s.io/client-go/tools/clientcmd/client_config.go, v1.36).
 */
public final class KubeconfigReader {
    private static final List<String> REFUSED_IN_CLUSTER = List.of("proxy-url", "tls-server-name");
    private static final List<String> REFUSED_IN_USER = List.of("exec", "auth-provider", "username", "password");

    private final Path file;
    private final JsonNode config;

    private KubeconfigReader(Path file, JsonNode config) {
        this.file = file;
        this.config = config;
    }

    /** The server and user of the file's current context. */
    public static Remote read(Path file) {
        return read(file, "");
    }

    /** The server and user of a context; "" is the current one. */
    public static Remote read(Path file, String context) {
        JsonNode config;
        try {
            config = Yaml.parse(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read the kubeconfig " + file + ": " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the kubeconfig " + file + " is no YAML: " + e.getMessage(), e);
        }
        return new KubeconfigReader(file, config).remote(context);
    }

    private Remote remote(String wanted) {
        String name = wanted.isEmpty() ? Json.textOr(config, "", "current-context") : wanted;
        if (name.isEmpty()) {
            throw problem("has no current-context");
        }
        JsonNode context = entry("context", name);
        JsonNode cluster = entry("cluster", Json.textOr(context, "", "cluster"));
        JsonNode user = Json.textOr(context, "", "user").isEmpty()
                ? Json.object()
                : entry("user", Json.textOr(context, "", "user"));
        refuse(cluster, REFUSED_IN_CLUSTER);
        refuse(user, REFUSED_IN_USER);
        String authorities = material(cluster, "certificate-authority");
        return new Remote(
                server(cluster),
                authorities == null ? List.of() : Pem.readCertificates(authorities),
                Json.isTrue(cluster, "insecure-skip-tls-verify"),
                identity(user),
                token(user),
                Json.textOr(context, "", "namespace"));
    }

    private JsonNode entry(String kind, String name) {
        for (JsonNode one : config.path(kind + "s")) {
            if (name.equals(Json.text(one, "name"))) {
                return one.path(kind);
            }
        }
        throw problem("has no " + kind + " \"" + name + "\"");
    }

    private void refuse(JsonNode in, List<String> fields) {
        for (String field : fields) {
            if (in.hasNonNull(field)) {
                throw problem("uses " + field + ", which is not supported");
            }
        }
    }

    private URI server(JsonNode cluster) {
        String server = Json.textOr(cluster, "", "server").replaceAll("/+$", "");
        if (!server.startsWith("https://") && !server.startsWith("http://")) {
            throw problem("has no server with https:// or http://");
        }
        try {
            return URI.create(server);
        } catch (IllegalArgumentException e) {
            throw problem("has a server that is no URL: " + server);
        }
    }

    private @Nullable Identity identity(JsonNode user) {
        String certificate = material(user, "client-certificate");
        String key = material(user, "client-key");
        if (certificate == null && key == null) {
            return null;
        }
        if (certificate == null || key == null) {
            throw problem("has only one of client-certificate and client-key");
        }
        try {
            return new Identity(Pem.readPrivateKey(key), Pem.readCertificates(certificate));
        } catch (IllegalArgumentException e) {
            throw problem("has a client certificate that cannot be read: " + e.getMessage());
        }
    }

    private String token(JsonNode user) {
        String token = Json.textOr(user, "", "token");
        String tokenFile = Json.textOr(user, "", "tokenFile");
        return token.isEmpty() && !tokenFile.isEmpty() ? beside(tokenFile).strip() : token;
    }

    /** The PEM text of a field, embedded as {@code NAME-data} or in the file that it names; null for neither. */
    private @Nullable String material(JsonNode in, String name) {
        String data = Json.textOr(in, "", name + "-data");
        if (!data.isEmpty()) {
            try {
                return new String(Base64.getMimeDecoder().decode(data), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                throw problem("has a " + name + "-data that is no base64");
            }
        }
        String path = Json.textOr(in, "", name);
        return path.isEmpty() ? null : beside(path);
    }

    private String beside(String path) {
        Path resolved = file.toAbsolutePath().resolveSibling(path);
        try {
            return Files.readString(resolved);
        } catch (IOException e) {
            throw problem("names " + resolved + ", which cannot be read: " + e.getMessage());
        }
    }

    private IllegalArgumentException problem(String what) {
        return new IllegalArgumentException("the kubeconfig " + file + " " + what);
    }
}
