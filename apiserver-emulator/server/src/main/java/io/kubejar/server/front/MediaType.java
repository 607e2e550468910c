package io.kubejar.server.front;

import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A media type with its parameters, and the choice among those that a client accepts. Upstream:
 * apiserver/pkg/endpoints/handlers/negotiation, v1.36.
 */
record MediaType(String name, Map<String, String> parameters) {
    static final MediaType JSON = new MediaType("application/json", Map.of());
    private static final String YAML = "application/yaml";
    private static final String OFFERED =
            "only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf";

    static MediaType parse(String text) {
        if (text.equals(JSON.name)) {
            return JSON;
        }
        String[] parts = text.split(";");
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            if (equals > 0) {
                parameters.put(
                        parts[i].substring(0, equals).trim().toLowerCase(Locale.ROOT),
                        parts[i].substring(equals + 1).trim().replace("\"", ""));
            }
        }
        return new MediaType(parts[0].trim().toLowerCase(Locale.ROOT), parameters);
    }

    /** The first accepted type that can be given; throws NotAcceptable when there is none. */
    static MediaType negotiate(String accept, boolean transformable) {
        if (accept.isEmpty() || accept.equals(JSON.name)) {
            return JSON;
        }
        List<MediaType> wanted = new ArrayList<>();
        for (String one : accept.split(",")) {
            wanted.add(parse(one));
        }
        wanted.sort(Comparator.comparingDouble(type -> -type.quality()));
        for (MediaType type : wanted) {
            if (type.isOffered() && (type.as().isEmpty() || (transformable && type.isKnownForm()))) {
                return type;
            }
        }
        throw StatusException.generic(Reason.NOT_ACCEPTABLE, OFFERED);
    }

    private double quality() {
        try {
            return Double.parseDouble(parameters.getOrDefault("q", "1"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private boolean isOffered() {
        return name.equals("*/*") || name.equals("application/json") || isYaml();
    }

    private boolean isKnownForm() {
        boolean version = "v1".equals(parameters.get("v"));
        return version
                && "meta.k8s.io".equals(parameters.get("g"))
                && (as().equals("Table")
                        || as().equals("PartialObjectMetadata")
                        || as().equals("PartialObjectMetadataList"));
    }

    /** The form that is asked for: Table, PartialObjectMetadata, or "" for the object itself. */
    String as() {
        return parameters.getOrDefault("as", "");
    }

    boolean isTable() {
        return as().equals("Table");
    }

    boolean isPartial() {
        return as().startsWith("PartialObjectMetadata");
    }

    /** Whether an object is asked for as it is, in JSON. */
    boolean isPlainJson() {
        return as().isEmpty() && !isYaml();
    }

    boolean isYaml() {
        return name.equals(YAML);
    }

    /** The Content-Type of the answer. */
    String contentType() {
        return isYaml() ? YAML : "application/json";
    }
}
