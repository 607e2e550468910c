package io.kubejar.server.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.exchange.Headers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Compares the documents with those of a real server, when these are there. */
class ReferenceDocumentsTest {
    /** Parameters whose names hash a text that the source of the texts has in one line. */
    private static final List<String> FLATTENED =
            List.of("sendInitialEvents", "shardSelector", "insecureSkipTLSVerifyBackend");

    private static final String GVK = "x-kubernetes-group-version-kind";

    @BeforeEach
    void needsTheReference() {
        assumeTrue(Reference.isThere(), "the reference answers are not beside the project");
    }

    @Test
    @DisplayName("the OpenAPI v3 documents of the built-in groups are the real server's, but for texts")
    void version3() {
        OpenApiDocuments documents = documents();
        List<String> differences = new ArrayList<>();
        Reference.json("openapi-v3/index.json").path("paths").fieldNames().forEachRemaining(path -> {
            String file = "openapi-v3/" + path.replace("/", "__") + ".json";
            if (!Reference.has(file)) {
                return;
            }
            OpenApiAnswer answer =
                    Objects.requireNonNull(documents.version3(path, "", new Headers(), Instant.EPOCH), path);
            for (String difference : Reference.differences(Reference.json(file), Json.parse(answer.body()))) {
                if (!difference.contains("/description: ")) {
                    differences.add(path + " " + difference);
                }
            }
        });
        assertThat(differences).isEmpty();
    }

    @Test
    @DisplayName("the index of OpenAPI v3 has the real server's paths")
    void index() {
        JsonNode actual = Json.parse(documents().index().body()).path("paths");
        assertThat(V3Document.names((ObjectNode) actual)).isEqualTo(V3Document.names((ObjectNode)
                Reference.json("openapi-v3/index.json").path("paths")));
    }

    @Test
    @DisplayName("the OpenAPI v2 document is the real server's, custom resources included, but for texts")
    void version2() {
        JsonNode actual = Json.parse(documents().version2(new Headers()).body());
        List<String> differences = Reference.differences(Reference.json("openapi-v2.json"), actual).stream()
                .filter(d -> !d.contains("/description: "))
                .filter(d -> FLATTENED.stream().noneMatch(p -> d.contains("/" + p + "-")))
                .filter(d -> !d.contains(GVK) || !(d.contains("DeleteOptions") || d.contains("WatchEvent")))
                .toList();
        assertThat(differences).isEmpty();
    }

    private static OpenApiDocuments documents() {
        OpenApiDocuments out = new OpenApiDocuments("1.36");
        out.serve(Reference.resources());
        return out;
    }
}
