package io.kubejar.server.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Gvk;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One resource or subresource that is served, much as discovery lists it.
 *
 * @param group the group under which it is served; "" is the core group
 * @param version the version under which it is served
 * @param name the plural, or plural and subresource with a slash between: {@code pods}, {@code pods/status}
 * @param kind the kind of its objects, which for a subresource may be of another group: {@code autoscaling/v1 Scale}
 * @param namespaced whether its objects are in namespaces
 * @param verbs the verbs that discovery names: {@code get}, {@code list}, {@code create}, …
 * @param customSchema the {@code openAPIV3Schema} of a custom resource, an empty object when it has none; null for
 *     built-in kinds
 * @param listKind the kind of its lists
 */
public record ServedResource(
        String group,
        String version,
        String name,
        Gvk kind,
        boolean namespaced,
        Set<String> verbs,
        @Nullable JsonNode customSchema,
        String listKind) {
    /** A resource of a built-in kind. */
    public static ServedResource builtIn(
            String group, String version, String name, Gvk kind, boolean namespaced, Set<String> verbs) {
        return new ServedResource(group, version, name, kind, namespaced, verbs, null, kind.kind() + "List");
    }

    /** A custom resource. */
    public static ServedResource custom(
            Gvk kind, String name, boolean namespaced, Set<String> verbs, JsonNode schema, String listKind) {
        return new ServedResource(kind.group(), kind.version(), name, kind, namespaced, verbs, schema, listKind);
    }

    /** Whether it is a subresource. */
    boolean isSubresource() {
        return name.indexOf('/') >= 0;
    }

    /** The plural of the resource itself. */
    String plural() {
        int slash = name.indexOf('/');
        return slash < 0 ? name : name.substring(0, slash);
    }

    /** The name of the subresource, or "". */
    String subresource() {
        int slash = name.indexOf('/');
        return slash < 0 ? "" : name.substring(slash + 1);
    }

    boolean isCustom() {
        return customSchema != null;
    }

    /** The path of the group version in the index: {@code api/v1}, {@code apis/apps/v1}. */
    String groupPath() {
        return group.isEmpty() ? "api/" + version : "apis/" + group + "/" + version;
    }
}
