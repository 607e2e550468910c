package io.kubejar.server.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.Json;
import io.kubejar.server.registry.FieldSelector;
import io.kubejar.server.registry.ScalePaths;
import io.kubejar.server.registry.StatusUpdates;
import io.kubejar.server.registry.Strategy;
import io.kubejar.server.validation.FieldErrors;
import java.util.List;

/**
 * What is special about custom resources. Upstream: customResourceStrategy and statusStrategy,
 * apiextensions-apiserver/pkg/registry/customresource, v1.36.
 *
 * @param hasStatus whether the status is a subresource
 * @param schema the version's openAPIV3Schema; a missing node for none
 * @param terminating whether the definition is being deleted
 * @param warning what users of the version are warned of, "" for nothing
 */
record CustomStrategy(
        Gvr resource, boolean hasStatus, ScalePaths scalePaths, JsonNode schema, boolean terminating, String warning)
        implements Strategy, FieldSelector.SelectorWords, ScalePaths.Source {
    @Override
    public String unknownField(String field) {
        return "field label not supported: " + field;
    }

    @Override
    public void prepareForCreate(ObjectNode object) {
        if (terminating) {
            throw StatusException.forbidden(
                    resource,
                    Json.textOr(object, "", "metadata", "name"),
                    "create not allowed while custom resource definition is terminating");
        }
        if (hasStatus) {
            object.remove("status");
        }
        Json.child(object, "metadata").put("generation", 1);
    }

    @Override
    public void prepareForUpdate(ObjectNode object, ObjectNode old) {
        if (hasStatus) {
            StatusUpdates.keepStatus(object, old);
        }
        long before = Json.number(old, 0, "metadata", "generation");
        long now = counted(object).equals(counted(old)) ? before : before + 1;
        Json.child(object, "metadata").put("generation", now);
    }

    /** What a generation counts: everything but the metadata; the status is equal already when it does not count. */
    private static ObjectNode counted(ObjectNode object) {
        ObjectNode out = Json.object();
        out.setAll(object);
        out.remove(List.of("metadata", "apiVersion", "kind"));
        return out;
    }

    @Override
    public void prepareForStatusUpdate(ObjectNode object, ObjectNode old) {
        JsonNode status = object.get("status");
        object.removeAll();
        object.setAll(old.deepCopy());
        if (status == null) {
            object.remove("status");
        } else {
            object.set("status", status);
        }
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        ValueRules.validate(object, null, schema, errors);
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        ValueRules.validate(object, old, schema, errors);
    }

    @Override
    public void validateStatusUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        ValueRules.validate(object, old, schema, errors);
    }

    @Override
    public boolean allowUnconditionalUpdate() {
        return false;
    }

    @Override
    public List<String> deprecations() {
        return warning.isEmpty() ? List.of() : List.of(warning);
    }
}
