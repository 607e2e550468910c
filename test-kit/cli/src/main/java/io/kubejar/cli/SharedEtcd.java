package io.kubejar.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The etcd to use instead of the embedded one, which other servers may use too.
 *
 * @param endpoints its addresses; empty for the embedded one
 * @param caFile the certificates to trust, or null for those that the JDK trusts
 * @param certFile the client's certificate, or null for none
 * @param keyFile the client's key, or null for none
 * @param leaderElect whether controllers and scheduler work only while this server is the elected one
 */
record SharedEtcd(
        List<String> endpoints,
        @Nullable Path caFile,
        @Nullable Path certFile,
        @Nullable Path keyFile,
        boolean leaderElect) {
    /** The embedded one. */
    static final SharedEtcd NONE = new SharedEtcd(List.of(), null, null, null, false);

    private static final String ENDPOINTS = "--etcd-endpoints";
    private static final String CA = "--etcd-cafile";
    private static final String CERT = "--etcd-certfile";
    private static final String KEY = "--etcd-keyfile";
    private static final String ELECT = "--leader-elect";

    static final List<Option> OPTIONS = List.of(
            new Option(
                    ENDPOINTS,
                    "URLS",
                    "Use this etcd (http://host:port,...) instead of the embedded one. Servers may share it."),
            new Option(CA, "FILE", "Certificates to trust when etcd's URLs are https, in PEM. Default: the JDK's"),
            new Option(CERT, "FILE", "Client certificate for etcd, in PEM."),
            new Option(KEY, "FILE", "Key of the client certificate for etcd, in PEM."),
            new Option(
                    ELECT,
                    "BOOL",
                    "Whether controllers and scheduler work only while this server is the elected one. Default: true"
                            + " with --etcd-endpoints, else false"));

    /** What the arguments say; throws {@link WrongCall} when that does not fit together. */
    static SharedEtcd of(Arguments arguments) {
        String urls = arguments.text(ENDPOINTS);
        if (urls == null) {
            for (String option : List.of(CA, CERT, KEY)) {
                if (arguments.has(option)) {
                    throw new WrongCall(option + " goes only with " + ENDPOINTS);
                }
            }
        } else {
            for (String option : List.of("--etcd-port", "--no-etcd-port", "--data-dir", "--from")) {
                if (arguments.has(option)) {
                    throw new WrongCall(option + " is for the embedded etcd and goes not with " + ENDPOINTS);
                }
            }
        }
        if (arguments.has(CERT) != arguments.has(KEY)) {
            throw new WrongCall(CERT + " and " + KEY + " go only together");
        }
        List<String> endpoints = urls == null ? List.of() : List.of(urls.split(",", -1));
        endpoints.forEach(SharedEtcd::checkEndpoint);
        return new SharedEtcd(
                endpoints,
                arguments.path(CA),
                arguments.path(CERT),
                arguments.path(KEY),
                arguments.bool(ELECT, urls != null));
    }

    private static void checkEndpoint(String text) {
        String message = ENDPOINTS + " wants addresses like http://127.0.0.1:2379, not '" + text + "'";
        try {
            URI uri = URI.create(text);
            if (List.of("http", "https").contains(String.valueOf(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getPort() > 0) {
                return;
            }
        } catch (IllegalArgumentException e) {
            throw new WrongCall(message, e);
        }
        throw new WrongCall(message);
    }
}
