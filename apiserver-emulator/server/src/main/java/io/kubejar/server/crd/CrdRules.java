package io.kubejar.server.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.Names;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a definition must be. Pure. Upstream: ValidateCustomResourceDefinition and
 * ValidateCustomResourceDefinitionUpdate, apiextensions-apiserver/pkg/apis/apiextensions/validation, v1.36. The rules in
 * {@code x-kubernetes-validations} are accepted and not evaluated, of which {@link CrdWarnings} tells.
 */
public final class CrdRules {
    private static final String APPROVAL = "api-approved.kubernetes.io";

    private CrdRules() {}

    /** Checks a new definition. */
    public static void validate(ObjectNode crd, FieldErrors errors) {
        JsonNode spec = crd.path("spec");
        String group = Json.textOr(spec, "", "group");
        String name = Json.textOr(crd, "", "metadata", "name");
        if (!name.equals(Json.textOr(spec, "", "names", "plural") + "." + group)) {
            errors.invalid("metadata.name", name, "must be spec.names.plural+\".\"+spec.group");
        }
        spec(spec, errors);
        storedVersions(crd, errors);
        boolean isProtected = group.equals("k8s.io")
                || group.equals("kubernetes.io")
                || group.endsWith(".k8s.io")
                || group.endsWith(".kubernetes.io");
        if (isProtected
                && Json.textOr(crd, "", "metadata", "annotations", APPROVAL).isEmpty()) {
            errors.required(
                    "metadata.annotations[" + APPROVAL + "]",
                    "protected groups must have approval annotation \"" + APPROVAL
                            + "\", see https://github.com/kubernetes/enhancements/pull/1111");
        }
    }

    /** Checks a changed definition. */
    public static void validateUpdate(ObjectNode crd, ObjectNode old, FieldErrors errors) {
        JsonNode spec = crd.path("spec");
        spec(spec, errors);
        if (Definition.isTrue(old, "Established")) {
            immutable(crd, old, errors, "scope");
            immutable(crd, old, errors, "names", "kind");
        }
        immutable(crd, old, errors, "group");
        immutable(crd, old, errors, "names", "plural");
        storedVersions(crd, errors);
    }

    /** Upstream: ValidateCustomResourceDefinitionStoredVersions. */
    private static void storedVersions(ObjectNode crd, FieldErrors errors) {
        List<String> stored = Json.strings(Json.at(crd, "status", "storedVersions"));
        if (stored.isEmpty()) {
            errors.invalidShown("status.storedVersions", "null", "must have at least one stored version");
            return;
        }
        Set<String> left = new LinkedHashSet<>(stored);
        for (JsonNode version : Json.at(crd, "spec", "versions")) {
            String name = Json.textOr(version, "", "name");
            if (!left.remove(name) && Json.isTrue(version, "storage")) {
                errors.invalid(
                        "status.storedVersions",
                        Json.at(crd, "status", "storedVersions"),
                        "must have the storage version " + name);
            }
        }
        for (String name : left) {
            errors.invalid(
                    "status.storedVersions[" + stored.indexOf(name) + "]",
                    name,
                    "missing from spec.versions; " + name + " was previously a storage version, and must remain"
                            + " in spec.versions until a storage migration ensures no data remains persisted in "
                            + name + " and removes " + name + " from status.storedVersions");
        }
    }

    private static void immutable(ObjectNode crd, ObjectNode old, FieldErrors errors, String... path) {
        String now = Json.textOr(crd.path("spec"), "", path);
        if (!now.equals(Json.textOr(old.path("spec"), "", path))) {
            errors.invalid("spec." + String.join(".", path), now, "field is immutable");
        }
    }

    private static void spec(JsonNode spec, FieldErrors errors) {
        String group = Json.textOr(spec, "", "group");
        if (group.isEmpty()) {
            errors.required("spec.group", "");
        } else {
            List<String> wrong = Names.subdomain(group);
            wrong.forEach(why -> errors.invalid("spec.group", group, why));
            if (wrong.isEmpty() && group.indexOf('.') < 0) {
                errors.invalid("spec.group", group, "should be a domain with at least one dot");
            }
        }
        String scope = Json.textOr(spec, "", "scope");
        if (scope.isEmpty()) {
            errors.required("spec.scope", "");
        } else if (!scope.equals("Cluster") && !scope.equals("Namespaced")) {
            errors.unsupported("spec.scope", scope, "Cluster", "Namespaced");
        }
        if (Json.isTrue(spec, "preserveUnknownFields")) {
            errors.invalidShown(
                    "spec.preserveUnknownFields",
                    "true",
                    "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema"
                            + " instead");
        }
        versions(spec.path("versions"), errors);
        names(spec.path("names"), errors);
        conversion(spec.path("conversion"), errors);
    }

    private static void versions(JsonNode versions, FieldErrors errors) {
        Set<String> seen = new HashSet<>();
        boolean unique = true;
        int storage = 0;
        for (int i = 0; i < versions.size(); i++) {
            JsonNode version = versions.get(i);
            String name = Json.textOr(version, "", "name");
            unique &= seen.add(name);
            storage += Json.isTrue(version, "storage") ? 1 : 0;
            List<String> wrong = Names.label1035(name);
            String at = "spec.versions[" + i + "]";
            wrong.forEach(why -> errors.invalid(at + ".name", name, why));
            if (i == 0) {
                wrong.forEach(why -> errors.invalid("spec.version", name, why));
            }
        }
        if (!unique) {
            errors.invalidShown("spec.versions", dump(versions), "must contain unique version names");
        }
        if (storage != 1) {
            errors.invalidShown(
                    "spec.versions", dump(versions), "must have exactly one version marked as storage version");
        }
        for (int i = 0; i < versions.size(); i++) {
            VersionRules.validate(versions, i, errors);
        }
    }

    /** The versions as Go shows its internal type, whose shared parts are empty. */
    private static String dump(JsonNode versions) {
        ArrayNode out = Json.array();
        for (JsonNode version : versions) {
            ObjectNode one = out.addObject();
            one.put("Name", Json.textOr(version, "", "name"));
            one.put("Served", Json.isTrue(version, "served"));
            one.put("Storage", Json.isTrue(version, "storage"));
            one.put("Deprecated", Json.isTrue(version, "deprecated"));
            one.put("DeprecationWarning", Json.text(version, "deprecationWarning"));
            one.putNull("Schema").putNull("Subresources");
            one.putNull("AdditionalPrinterColumns").putNull("SelectableFields");
        }
        return Json.string(out);
    }

    private static void names(JsonNode names, FieldErrors errors) {
        for (String field : List.of("plural", "singular", "kind", "listKind")) {
            String name = Json.textOr(names, "", field);
            if (name.isEmpty()) {
                if (!field.equals("singular")) {
                    errors.required("spec.names." + field, "");
                }
                continue;
            }
            boolean mixed = field.endsWith("ind");
            for (String why : Names.label1035(mixed ? name.toLowerCase(Locale.ROOT) : name)) {
                String words = mixed ? "may have mixed case, but should otherwise match: " + why : why;
                errors.invalid("spec.names." + field, name, words);
            }
        }
        String kind = Json.textOr(names, "", "kind");
        if (!kind.isEmpty() && kind.equals(Json.textOr(names, "", "listKind"))) {
            errors.invalid("spec.names.listKind", kind, "kind and listKind may not be the same");
        }
        for (String field : List.of("shortNames", "categories")) {
            List<String> all = new ArrayList<>(Json.strings(names.path(field)));
            for (int i = 0; i < all.size(); i++) {
                String name = all.get(i);
                String at = "spec.names." + field + "[" + i + "]";
                Names.label1035(name).forEach(why -> errors.invalid(at, name, why));
            }
        }
    }

    private static void conversion(JsonNode conversion, FieldErrors errors) {
        String strategy = Json.textOr(conversion, "None", "strategy");
        switch (strategy) {
            case "None" -> {}
            case "Webhook" -> {
                if (Json.at(conversion, "webhook", "clientConfig").isMissingNode()) {
                    errors.required("spec.conversion.webhookClientConfig", "required when strategy is set to Webhook");
                }
                if (Json.at(conversion, "webhook", "conversionReviewVersions").isEmpty()) {
                    errors.required("spec.conversion.conversionReviewVersions", "");
                } else {
                    errors.forbidden("spec.conversion.strategy", "kubejar does not call conversion webhooks");
                }
            }
            default -> errors.unsupported("spec.conversion.strategy", strategy, "None", "Webhook");
        }
    }

    /** Marks a definition whose deletion begins: its objects go first. */
    public static void markTerminating(ObjectNode crd) {
        ObjectNode meta = Json.child(crd, "metadata");
        if (!Json.strings(meta.path("finalizers")).contains(Definition.FINALIZER)) {
            Json.list(meta, "finalizers").add(Definition.FINALIZER);
        }
        Definition.setCondition(
                crd,
                "Terminating",
                true,
                "InstanceDeletionPending",
                "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon",
                Json.textOr(meta, "", "deletionTimestamp"));
    }
}
