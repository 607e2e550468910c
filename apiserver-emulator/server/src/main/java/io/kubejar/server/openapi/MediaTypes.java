package io.kubejar.server.openapi;

import java.util.List;

/** The media types that requests and answers are in. */
final class MediaTypes {
    private static final String JSON = "application/json";
    private static final String YAML = "application/yaml";
    private static final String PROTOBUF = "application/vnd.kubernetes.protobuf";
    static final List<String> ANY = List.of("*/*");
    static final List<String> OBJECTS = List.of(JSON, YAML, PROTOBUF);
    static final List<String> STREAMS =
            List.of(JSON, YAML, PROTOBUF, JSON + ";stream=watch", PROTOBUF + ";stream=watch");
    static final List<String> CUSTOM = List.of(JSON, YAML);
    static final List<String> LOG = List.of("text/plain", JSON, YAML, PROTOBUF);
    static final List<String> CUSTOM_PATCH =
            List.of("application/json-patch+json", "application/merge-patch+json", "application/apply-patch+yaml");
    static final List<String> PATCH = List.of(
            "application/json-patch+json",
            "application/merge-patch+json",
            "application/strategic-merge-patch+json",
            "application/apply-patch+yaml");

    private MediaTypes() {}
}
