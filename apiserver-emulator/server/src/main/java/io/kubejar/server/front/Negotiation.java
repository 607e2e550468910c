package io.kubejar.server.front;

import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.server.exchange.ServerRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Chooses the form of an answer among those that a client accepts. Upstream: NegotiateMediaTypeOptions,
 * apiserver/pkg/endpoints/handlers/negotiation/negotiate.go, and RequestScope.AllowsMediaTypeTransform, v1.36.
 */
final class Negotiation {
    private static final String META = "meta.k8s.io";
    private static final List<String> OBJECTS =
            List.of(MediaType.JSON_NAME, MediaType.YAML_NAME, MediaType.PROTOBUF_NAME);
    private static final List<String> STREAMS =
            List.of(MediaType.JSON_NAME + ";stream=watch", MediaType.PROTOBUF_NAME + ";stream=watch");

    private Negotiation() {}

    /** What an endpoint offers: other forms of an object, and protobuf, which custom resources have only in other forms. */
    record Offer(boolean transforms, boolean protobuf) {
        /** For failures and documents. */
        static final Offer PLAIN = new Offer(false, true);

        boolean includes(MediaType type) {
            String stream = type.parameters().getOrDefault("stream", "");
            boolean streamable = stream.isEmpty() || (stream.equals("watch") && !type.isYaml());
            boolean versioned = !type.parameters().getOrDefault("sv", "").isEmpty();
            if (!streamable || versioned) {
                return false;
            }
            if (!type.isTransformed()) {
                return protobuf || !type.isProtobuf();
            }
            boolean known = META.equals(type.parameters().get("g"))
                    && "v1".equals(type.parameters().get("v"));
            return transforms && known && hasForm(type);
        }

        private static boolean hasForm(MediaType type) {
            return switch (type.as()) {
                case "Table" -> !type.isProtobuf();
                case "PartialObjectMetadata", "PartialObjectMetadataList" -> true;
                default -> false;
            };
        }
    }

    /** The form of an answer; throws NotAcceptable when the client takes none that is offered. */
    static MediaType output(ServerRequest request, Offer offer) {
        String accept = accept(request);
        if (accept.isEmpty() || accept.equals(MediaType.JSON_NAME)) {
            return MediaType.JSON;
        }
        for (MediaType wanted : wanted(accept)) {
            for (String name : OBJECTS) {
                MediaType type = wanted.named(name);
                if (wanted.means(name) && offer.includes(type)) {
                    return type;
                }
            }
        }
        throw notAcceptable(OBJECTS);
    }

    /** The same for a watch, which has no YAML. Upstream: NegotiateOutputMediaTypeStream. */
    static MediaType stream(ServerRequest request, Offer offer) {
        MediaType type = output(request, offer);
        if (type.isYaml()) {
            throw notAcceptable(STREAMS);
        }
        return type;
    }

    /** The form of a failure: JSON when nothing else is accepted. Upstream: WriteObjectNegotiated, responsewriters. */
    static MediaType ofFailure(ServerRequest request) {
        try {
            return output(request, Offer.PLAIN);
        } catch (StatusException e) {
            return MediaType.JSON;
        }
    }

    /**
     * Refuses what upstream's router refuses before any handler of a built-in resource: no type is named as it is written.
     * Upstream: matchesAccept of go-restful, and the message of its RouterJSR311.
     *
     * @param list whether it is a list, which may also be watched
     */
    static void requireRoute(ServerRequest request, boolean list) {
        String accept = accept(request);
        if (accept.isEmpty()) {
            return;
        }
        for (String one : accept.split(",")) {
            String name = one.split(";", 2)[0].trim();
            if (name.equals("*/*") || OBJECTS.contains(name)) {
                return;
            }
        }
        List<String> offered = new ArrayList<>(OBJECTS);
        if (list) {
            offered.addAll(STREAMS);
        }
        throw StatusException.generic(
                Reason.NOT_ACCEPTABLE,
                "406: Not Acceptable\n\nAvailable representations: " + String.join(", ", offered));
    }

    /** Whether a human reads the answer. Upstream: isPrettyPrint. */
    static boolean isPretty(ServerRequest request) {
        String asked = request.parameter("pretty");
        if (!asked.isEmpty()) {
            return List.of("1", "t", "T", "true", "TRUE", "True").contains(asked);
        }
        String agent = Objects.requireNonNullElse(request.headers().first("user-agent"), "");
        return agent.startsWith("curl") || agent.startsWith("Wget") || agent.startsWith("Mozilla/5.0");
    }

    private static List<MediaType> wanted(String accept) {
        List<MediaType> out = new ArrayList<>();
        for (String one : accept.split(",")) {
            out.add(MediaType.parse(one));
        }
        out.sort(Comparator.comparingDouble((MediaType type) -> -type.quality())
                .thenComparing(type -> type.name().startsWith("*"))
                .thenComparing(type -> type.name().endsWith("*")));
        return out;
    }

    private static String accept(ServerRequest request) {
        return Objects.requireNonNullElse(request.headers().first("accept"), "");
    }

    private static StatusException notAcceptable(List<String> offered) {
        return StatusException.of(
                Reason.NOT_ACCEPTABLE, "only the following media types are accepted: " + String.join(", ", offered));
    }
}
