package io.kubejar.server.front;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.core.time.Clock;
import io.kubejar.server.exchange.Exchange;
import io.kubejar.server.exchange.ServerRequest;
import io.kubejar.server.openapi.OpenApiAnswer;
import io.kubejar.server.openapi.OpenApiDocuments;
import io.kubejar.server.openapi.ServedResource;
import io.kubejar.server.registry.Registry;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.SubresourceDef;
import io.kubejar.server.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The OpenAPI documents of what is registered. Thread-safe. */
final class OpenApiDoor {
    private static final String V3 = "/openapi/v3";

    private final Registry registry;
    private final Clock clock;
    private final OpenApiDocuments documents = new OpenApiDocuments("1.36");
    private final AtomicBoolean stale = new AtomicBoolean(true);

    OpenApiDoor(Registry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
        registry.onChange(() -> stale.set(true));
    }

    /** Answers a request for a document; false when there is none at its path. */
    boolean answer(ServerRequest request, Exchange exchange) {
        OpenApiAnswer answer = find(request);
        if (answer == null) {
            return false;
        }
        exchange.respond(answer.status(), answer.headers(), answer.body());
        return true;
    }

    private @Nullable OpenApiAnswer find(ServerRequest request) {
        String path = request.path();
        if (!path.startsWith("/openapi/")) {
            return null;
        }
        if (stale.getAndSet(false)) {
            documents.serve(served());
        }
        if (path.equals("/openapi/v2")) {
            return documents.version2(request.headers());
        }
        if (path.equals(V3) || path.equals(V3 + "/")) {
            return documents.index();
        }
        return path.startsWith(V3 + "/")
                ? documents.version3(
                        path.substring(V3.length() + 1), request.parameter("hash"), request.headers(), clock.now())
                : null;
    }

    private List<ServedResource> served() {
        List<ServedResource> out = new ArrayList<>();
        for (ResourceDef def : registry.all()) {
            String plural = def.resource().resource();
            add(out, def, new SubresourceDef(plural, def.kind(), def.verbs()));
            for (SubresourceDef sub : new TreeMap<>(def.subresources()).values()) {
                add(out, def, new SubresourceDef(plural + "/" + sub.name(), sub.kind(), sub.verbs()));
            }
        }
        return out;
    }

    private static @Nullable JsonNode schema(ResourceDef def) {
        if (!def.custom()) {
            return null;
        }
        Schema schema = def.customSchema();
        JsonNode source = schema == null ? null : schema.source();
        return source == null ? Json.object() : source;
    }

    private static void add(List<ServedResource> out, ResourceDef def, SubresourceDef part) {
        String group = def.resource().group();
        String version = def.resource().version();
        out.add(new ServedResource(
                group, version, part.name(), part.kind(), def.namespaced(), part.verbs(), schema(def), def.listKind()));
    }
}
