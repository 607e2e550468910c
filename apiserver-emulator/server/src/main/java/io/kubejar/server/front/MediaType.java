package io.kubejar.server.front;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A media type with its parameters, as in {@code application/json;as=Table;v=v1;g=meta.k8s.io}. */
record MediaType(String name, Map<String, String> parameters) {
    static final String JSON_NAME = "application/json";
    static final String YAML_NAME = "application/yaml";
    static final String PROTOBUF_NAME = "application/vnd.kubernetes.protobuf";

    static final MediaType JSON = new MediaType(JSON_NAME, Map.of());

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

    /** The same type under another name, for one that was named with an asterisk. */
    MediaType named(String other) {
        return new MediaType(other, parameters);
    }

    /** How much it is wanted, from 0 to 1. */
    double quality() {
        try {
            return Double.parseDouble(parameters.getOrDefault("q", "1"));
        } catch (NumberFormatException e) {
            return 1;
        }
    }

    /** Whether this pattern, which may have asterisks, means the type of a name. */
    boolean means(String other) {
        return name.equals(other) || name.equals("*/*") || name.equals("application/*");
    }

    /** The form that is asked for: Table, PartialObjectMetadata, or "" for the object itself. */
    String as() {
        return parameters.getOrDefault("as", "");
    }

    /** Whether another form than the object itself is asked for. */
    boolean isTransformed() {
        return parameters.containsKey("as") || parameters.containsKey("g") || parameters.containsKey("v");
    }

    boolean isTable() {
        return as().equals("Table");
    }

    boolean isPartial() {
        return as().startsWith("PartialObjectMetadata");
    }

    /** Whether an object is asked for as it is, in JSON. */
    boolean isPlainJson() {
        return as().isEmpty() && !isYaml() && !isProtobuf();
    }

    boolean isYaml() {
        return name.equals(YAML_NAME);
    }

    boolean isProtobuf() {
        return name.equals(PROTOBUF_NAME);
    }

    /** The Content-Type of a watch. Upstream: serveWatchHandler, apiserver/pkg/endpoints/handlers/watch.go. */
    String streamType() {
        return name.equals(JSON_NAME) ? name : name + ";stream=watch";
    }
}
