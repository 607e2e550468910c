package io.kubejar.server.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.registry.NameRule;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The rules of {@code metadata}. Upstream: apimachinery/pkg/api/validation/objectmeta.go, v1.36. */
public final class ObjectMetaRules {
    private static final int ANNOTATIONS_MAX = 256 * 1024;

    private static final List<String> STANDARD_FINALIZERS = List.of("kubernetes", "orphan", "foregroundDeletion");

    private ObjectMetaRules() {}

    /** Checks the metadata of a new object. Upstream: ValidateObjectMeta. */
    public static void validate(ObjectNode object, boolean namespaced, NameRule rule, FieldErrors errors) {
        JsonNode meta = object.path("metadata");
        String prefix = Json.textOr(meta, "", "generateName");
        if (!prefix.isEmpty()) {
            wrongName(prefix.endsWith("-") ? prefix.substring(0, prefix.length() - 1) + "a" : prefix, rule)
                    .forEach(w -> errors.invalid("metadata.generateName", prefix, w));
        }
        String name = Json.textOr(meta, "", "name");
        if (name.isEmpty()) {
            errors.required("metadata.name", "name or generateName is required");
        } else {
            wrongName(name, rule).forEach(w -> errors.invalid("metadata.name", name, w));
        }
        String namespace = Json.textOr(meta, "", "namespace");
        if (namespaced) {
            if (namespace.isEmpty()) {
                errors.required("metadata.namespace", "");
            } else {
                Names.label(namespace).forEach(w -> errors.invalid("metadata.namespace", namespace, w));
            }
        } else if (!namespace.isEmpty()) {
            errors.forbidden("metadata.namespace", "not allowed on this type");
        }
        accessor(meta, errors);
    }

    private static void accessor(JsonNode meta, FieldErrors errors) {
        if (Json.number(meta, 0, "generation") < 0) {
            errors.invalid("metadata.generation", meta.path("generation"), "must be greater than or equal to 0");
        }
        values(meta, errors);
        finalizers(meta.path("finalizers"), errors);
    }

    private static void values(JsonNode meta, FieldErrors errors) {
        labels(meta.path("labels"), "metadata.labels", errors);
        annotations(meta.path("annotations"), "metadata.annotations", errors);
        OwnerReferenceRules.validate(meta.path("ownerReferences"), errors);
    }

    /** Checks the metadata of an object whose name is known to be well. Upstream: ValidateObjectMetaAccessor. */
    public static void validateNamed(ObjectNode object, FieldErrors errors) {
        accessor(object.path("metadata"), errors);
    }

    /**
     * The look that the rules of a kind take at the metadata of a changed object as if it were new, after the look that
     * every update takes. Upstream: ValidateObjectMeta, pkg/apis/core/validation, v1.36.
     */
    public static void again(ObjectNode object, FieldErrors errors) {
        validateNamed(object, errors);
        fullFinalizers(object, errors);
    }

    /** The same for what has changed. Upstream: ValidateObjectMetaUpdate, pkg/apis/core/validation, v1.36. */
    public static void updateAgain(ObjectNode object, ObjectNode old, FieldErrors errors) {
        validateUpdate(object, old, errors);
        fullFinalizers(object, errors);
    }

    /** Checks the metadata of a changed object. Upstream: ValidateObjectMetaAccessorUpdate. */
    public static void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        JsonNode meta = object.path("metadata");
        JsonNode before = old.path("metadata");
        finalizersOfTerminating(meta, before, errors);
        for (String field : List.of("name", "namespace", "uid", "creationTimestamp", "deletionTimestamp")) {
            immutable(meta, before, field, errors);
        }
        immutable(meta, before, "deletionGracePeriodSeconds", errors);
        values(meta, errors);
    }

    private static void immutable(JsonNode meta, JsonNode before, String field, FieldErrors errors) {
        if (!meta.path(field).equals(before.path(field))) {
            errors.invalid("metadata." + field, meta.path(field), "field is immutable");
        }
    }

    private static void finalizersOfTerminating(JsonNode meta, JsonNode before, FieldErrors errors) {
        if (!before.hasNonNull("deletionTimestamp")) {
            return;
        }
        List<String> known = Json.strings(before.path("finalizers"));
        List<String> added = Json.strings(meta.path("finalizers")).stream()
                .filter(f -> !known.contains(f))
                .toList();
        if (!added.isEmpty()) {
            errors.forbidden(
                    "metadata.finalizers",
                    "no new finalizers can be added if the object is being deleted, found new finalizers []string{"
                            + String.join(
                                    ", ", added.stream().map(FieldErrors::quote).toList())
                            + "}");
        }
    }

    /** Checks labels at any path. Upstream: ValidateLabels. */
    public static void labels(JsonNode labels, String path, FieldErrors errors) {
        labels.properties().forEach(e -> {
            Names.qualifiedName(e.getKey()).forEach(w -> errors.invalid(path, e.getKey(), w));
            Names.labelValue(e.getValue().asText())
                    .forEach(w -> errors.invalid(path, e.getValue().asText(), w));
        });
    }

    /** Checks annotations at any path. Upstream: ValidateAnnotations. */
    public static void annotations(JsonNode annotations, String path, FieldErrors errors) {
        long size = 0;
        for (var e : annotations.properties()) {
            Names.qualifiedName(e.getKey().toLowerCase(java.util.Locale.ROOT))
                    .forEach(w -> errors.invalid(path, e.getKey(), w));
            size += e.getKey().getBytes(StandardCharsets.UTF_8).length
                    + e.getValue().asText().getBytes(StandardCharsets.UTF_8).length;
        }
        if (size > ANNOTATIONS_MAX) {
            errors.tooLong(path, ANNOTATIONS_MAX);
        }
    }

    /** Finalizers are fully qualified or standard ones. Upstream: validateKubeFinalizerName, pkg/apis/core/validation, v1.36. */
    public static void fullFinalizers(ObjectNode object, FieldErrors errors) {
        List<String> names = Json.strings(object.path("metadata").path("finalizers"));
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            fullFinalizer(name, "metadata.finalizers[" + i + "]", errors);
        }
    }

    private static void fullFinalizer(String name, String path, FieldErrors errors) {
        if (!name.contains("/") && !STANDARD_FINALIZERS.contains(name)) {
            errors.invalid(path, name, "name is neither a standard finalizer name nor is it fully qualified");
        }
    }

    /** A finalizer at any path. Upstream: validateFinalizerName, pkg/apis/core/validation, v1.36. */
    public static void finalizer(String name, String path, FieldErrors errors) {
        Names.qualifiedName(name).forEach(w -> errors.invalid(path, name, w));
        fullFinalizer(name, path, errors);
    }

    private static void finalizers(JsonNode finalizers, FieldErrors errors) {
        boolean orphan = false;
        boolean foreground = false;
        for (JsonNode one : finalizers) {
            String name = one.asText();
            Names.qualifiedName(name).forEach(w -> errors.invalid("metadata.finalizers", name, w));
            orphan |= name.equals("orphan");
            foreground |= name.equals("foregroundDeletion");
        }
        if (orphan && foreground) {
            errors.invalid(
                    "metadata.finalizers", finalizers, "finalizer orphan and foregroundDeletion cannot be both set");
        }
    }

    private static List<String> wrongName(String name, NameRule rule) {
        return switch (rule) {
            case SUBDOMAIN -> Names.subdomain(name);
            case LABEL -> Names.label(name);
            case LABEL_1035 -> Names.label1035(name);
            case PATH_SEGMENT -> Names.pathSegment(name);
        };
    }
}
