package io.kubejar.server.front;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.authn.TokenIssuer;
import io.kubejar.server.exchange.ServerRequest;
import io.kubejar.server.registry.Registry;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is answered at paths that are no resources: discovery, version, health, keys. */
public final class Documents {
    /** The version that the server says it is. */
    public static final String VERSION = "v1.36.2";

    private static final String NO_CACHE = "no-cache, private";
    private static final String FOR_AN_HOUR = "public, max-age=3600";
    private static final String AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    /** A document. */
    record Document(String contentType, String cacheControl, String etag, byte[] body) {
        /** A document that only has JSON. */
        static Document json(ObjectNode tree) {
            return new Document(MediaType.JSON_NAME, NO_CACHE, "", Json.bytes(tree));
        }

        /** A document in a form that the client accepts; in protobuf every kind has its version. */
        static Document of(ServerRequest request, ObjectNode tree) {
            MediaType type = Negotiation.output(request, Negotiation.Offer.PLAIN);
            if (type.isProtobuf()) {
                tree.put("apiVersion", "v1");
            }
            byte[] body = Wire.body(tree, type, Negotiation.isPretty(request));
            return new Document(type.name(), NO_CACHE, "", body);
        }

        static Document text(String text) {
            return new Document("text/plain; charset=utf-8", NO_CACHE, "", text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private final Discovery discovery;
    private final TokenIssuer tokens;
    private final Supplier<String> address;

    /**
     * Documents about what is registered.
     *
     * @param tokens whose tokens the OpenID documents are about
     * @param address host and port of the server, once it listens
     */
    public Documents(Registry registry, TokenIssuer tokens, Supplier<String> address) {
        this.discovery = new Discovery(registry);
        this.tokens = tokens;
        this.address = address;
    }

    /** The document of a request; null when there is none at its path. */
    @Nullable
    Document at(ServerRequest request) {
        String path = request.path();
        if (path.contains("//")) {
            return null;
        }
        String trimmed = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        if (trimmed.equals("/")) {
            return Document.json(discovery.paths());
        }
        String[] parts = trimmed.substring(1).split("/");
        return switch (parts[0]) {
            case ".well-known", "openid" -> openId(trimmed);
            case "healthz", "livez", "readyz" -> Probes.knows(trimmed) ? Document.text("ok") : null;
            case "version" -> parts.length == 1 ? Document.json(version()) : null;
            case "api" -> api(request, parts);
            case "apis" -> apis(request, parts);
            default -> null;
        };
    }

    /** What verifies the tokens of service accounts. Upstream: pkg/routes/openidmetadata.go. */
    private @Nullable Document openId(String path) {
        return switch (path) {
            case "/.well-known/openid-configuration" ->
                new Document(
                        MediaType.JSON_NAME, FOR_AN_HOUR, "", Json.bytes(tokens.openIdConfiguration(address.get())));
            case "/openid/v1/jwks" ->
                new Document("application/jwk-set+json", FOR_AN_HOUR, "", Json.bytes(tokens.keySet()));
            default -> null;
        };
    }

    private @Nullable Document api(ServerRequest request, String[] parts) {
        if (parts.length == 1) {
            return wantsAggregated(request)
                    ? aggregated(discovery.aggregated(true))
                    : Document.of(request, discovery.versions(address.get()));
        }
        return parts.length == 2 ? json(request, discovery.resources("", parts[1])) : null;
    }

    private @Nullable Document apis(ServerRequest request, String[] parts) {
        return switch (parts.length) {
            case 1 ->
                wantsAggregated(request)
                        ? aggregated(discovery.aggregated(false))
                        : Document.of(request, discovery.groups());
            case 2 -> json(request, discovery.group(parts[1]));
            case 3 -> json(request, discovery.resources(parts[1], parts[2]));
            default -> null;
        };
    }

    private static @Nullable Document json(ServerRequest request, @Nullable ObjectNode tree) {
        return tree == null ? null : Document.of(request, tree);
    }

    private static boolean wantsAggregated(ServerRequest request) {
        String accept = Objects.requireNonNullElse(request.headers().first("accept"), "");
        for (String one : accept.split(",")) {
            MediaType type = MediaType.parse(one);
            boolean json = type.means(MediaType.JSON_NAME);
            if (json
                    && type.as().equals("APIGroupDiscoveryList")
                    && "v2".equals(type.parameters().get("v"))) {
                return true;
            }
            if (type.as().isEmpty()) {
                return false;
            }
        }
        if (accept.contains("as=")) {
            Negotiation.output(request, Negotiation.Offer.PLAIN); // refuses
        }
        return false;
    }

    private static Document aggregated(ObjectNode tree) {
        byte[] body = Json.bytes(tree);
        return new Document(AGGREGATED, "public", "\"" + Hashes.etag(body) + "\"", body);
    }

    private static ObjectNode version() {
        return Json.object()
                .put("major", "1")
                .put("minor", "36")
                .put("emulationMajor", "1")
                .put("emulationMinor", "36")
                .put("minCompatibilityMajor", "1")
                .put("minCompatibilityMinor", "35")
                .put("gitVersion", VERSION)
                .put("gitCommit", "")
                .put("gitTreeState", "clean")
                .put("buildDate", "2026-01-01T00:00:00Z")
                .put("goVersion", "java")
                .put("compiler", "gc")
                .put("platform", "jvm/any");
    }
}
