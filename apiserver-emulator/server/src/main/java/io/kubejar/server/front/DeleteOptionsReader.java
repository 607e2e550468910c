package io.kubejar.server.front;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import io.kubejar.server.exchange.ServerRequest;
import io.kubejar.server.schema.DecodingException;
import io.kubejar.server.schema.ObjectDecoder;
import io.kubejar.server.schema.RawObject;
import io.kubejar.server.schema.Schema;
import io.kubejar.server.schema.Schemas;
import io.kubejar.server.schema.Strictness;
import io.kubejar.server.validation.FieldErrors;
import java.util.List;
import java.util.Objects;

/**
 * Reads the options of a delete: from its body when it has one, else from its query, never from both. Upstream:
 * DeleteResource, apiserver/pkg/endpoints/handlers/delete.go, and ValidateDeleteOptions, v1.36.
 */
final class DeleteOptionsReader {
    private static final String KIND = "DeleteOptions";
    private static final Gvk META = new Gvk("meta.k8s.io", "v1", KIND);
    private static final String SCHEME = "k8s.io/apimachinery/pkg/apis/meta/internalversion/scheme/register.go:27";

    private DeleteOptionsReader() {}

    static DeleteOptions read(ServerRequest request) {
        ObjectNode options = request.body().length == 0 ? query(request) : body(request);
        check(options);
        Long seconds = options.hasNonNull("gracePeriodSeconds")
                ? (Long) options.get("gracePeriodSeconds").longValue()
                : null;
        String policy = Json.textOr(options, "", "propagationPolicy");
        if (options.hasNonNull("orphanDependents")) {
            policy = Json.isTrue(options, "orphanDependents") ? "Orphan" : "Background";
        }
        return new DeleteOptions(
                seconds != null && seconds < 0 ? (Long) 1L : seconds, // upstream: BeforeDelete
                policy,
                Json.textOr(options, "", "preconditions", "uid"),
                Json.textOr(options, "", "preconditions", "resourceVersion"),
                Options.dryRun(Json.strings(options.path("dryRun")), KIND),
                0);
    }

    private static ObjectNode query(ServerRequest request) {
        ObjectNode out = Json.object();
        String grace = request.parameter("gracePeriodSeconds");
        if (!grace.isEmpty()) {
            out.put("gracePeriodSeconds", Options.number("gracePeriodSeconds", grace));
        }
        if (request.query().containsKey("orphanDependents")) {
            out.put("orphanDependents", Options.isSet(request, "orphanDependents"));
        }
        if (request.query().containsKey("propagationPolicy")) {
            out.put("propagationPolicy", request.parameter("propagationPolicy"));
        }
        request.query().getOrDefault("dryRun", List.of()).forEach(Json.list(out, "dryRun")::add);
        return out;
    }

    /** A body may name the kind in any group; it need not name it at all. */
    private static ObjectNode body(ServerRequest request) {
        RawObject raw = Bodies.read(request).raw();
        JsonNode tree = raw.tree();
        String kind = Json.textOr(tree, KIND, "kind");
        String version = Json.textOr(tree, "meta.k8s.io/v1", "apiVersion");
        if (!kind.equals(KIND)) {
            throw StatusException.badRequest("no kind " + FieldErrors.quote(kind) + " is registered for version "
                    + FieldErrors.quote(version) + " in scheme \"" + SCHEME + "\"");
        }
        Schema schema = Objects.requireNonNull(Schemas.of(new Gvk("", "v1", KIND)));
        try {
            RawObject document = tree.isObject() ? raw : RawObject.of(Json.object());
            return ObjectDecoder.decode(document, schema, Strictness.IGNORE).tree();
        } catch (DecodingException e) {
            throw StatusException.badRequest(e.words());
        }
    }

    private static void check(ObjectNode options) {
        FieldErrors errors = new FieldErrors();
        if (options.hasNonNull("propagationPolicy")) {
            String policy = options.get("propagationPolicy").asText();
            if (options.hasNonNull("orphanDependents")) {
                errors.invalid(
                        "propagationPolicy", policy, "orphanDependents and deletionPropagation cannot be both set");
            }
            if (!List.of("Foreground", "Background", "Orphan").contains(policy)) {
                errors.unsupported("propagationPolicy", policy, "Foreground", "Background", "Orphan", "nil");
            }
        }
        if (!errors.isEmpty()) {
            throw StatusException.invalid(META, "", errors.causes());
        }
    }
}
