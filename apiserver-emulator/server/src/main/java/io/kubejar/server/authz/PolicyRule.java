package io.kubejar.server.authz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One rule of a Role or ClusterRole. Upstream: rbac/v1 PolicyRule, and for the matching pkg/apis/rbac/v1/evaluation_helpers.go, v1.36.
 */
public record PolicyRule(
        List<String> verbs,
        List<String> apiGroups,
        List<String> resources,
        List<String> resourceNames,
        List<String> nonResourceUrls) {
    private static final String ALL = "*";

    /** Reads the {@code rules} of a role. */
    public static List<PolicyRule> read(JsonNode rules) {
        List<PolicyRule> out = new ArrayList<>(rules.size());
        for (JsonNode rule : rules) {
            out.add(new PolicyRule(
                    Json.strings(rule.path("verbs")),
                    Json.strings(rule.path("apiGroups")),
                    Json.strings(rule.path("resources")),
                    Json.strings(rule.path("resourceNames")),
                    Json.strings(rule.path("nonResourceURLs"))));
        }
        return List.copyOf(out);
    }

    /** A rule for resources. */
    static PolicyRule resources(List<String> verbs, List<String> groups, List<String> resources) {
        return new PolicyRule(verbs, groups, resources, List.of(), List.of());
    }

    /** A rule for paths. */
    static PolicyRule paths(List<String> verbs, List<String> paths) {
        return new PolicyRule(verbs, List.of(), List.of(), List.of(), paths);
    }

    /** Whether the rule allows the request. */
    public boolean allows(Attributes a) {
        if (!verbs.contains(ALL) && !verbs.contains(a.verb())) {
            return false;
        }
        return a.isResource() ? matchesResource(a) : matchesPath(a.path());
    }

    private boolean matchesResource(Attributes a) {
        if (!apiGroups.contains(ALL) && !apiGroups.contains(a.group())) {
            return false;
        }
        boolean named = resources.contains(ALL)
                || resources.contains(a.combinedResource())
                || (!a.subresource().isEmpty() && resources.contains("*/" + a.subresource()));
        return named && (resourceNames.isEmpty() || resourceNames.contains(a.name()));
    }

    private boolean matchesPath(String path) {
        return nonResourceUrls.stream().anyMatch(own -> own.equals(ALL) || pathCovers(own, path));
    }

    /** Whether a path of a rule, perhaps with a star at its end, holds another. */
    static boolean pathCovers(String own, String other) {
        return own.equals(other) || (own.endsWith(ALL) && other.startsWith(withoutStars(own)));
    }

    private static String withoutStars(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '*') {
            end--;
        }
        return path.substring(0, end);
    }

    /** The rule as a message shows it: {@code {APIGroups:["apps"], Resources:["*"], Verbs:["get"]}}. Upstream: CompactString. */
    public String compact() {
        List<String> parts = new ArrayList<>();
        part(parts, "APIGroups", apiGroups);
        part(parts, "Resources", resources);
        part(parts, "NonResourceURLs", nonResourceUrls);
        part(parts, "ResourceNames", resourceNames);
        part(parts, "Verbs", verbs);
        return "{" + String.join(", ", parts) + "}";
    }

    private static void part(List<String> parts, String name, List<String> values) {
        if (!values.isEmpty()) {
            parts.add(name + ":" + quoted(values));
        }
    }

    /** Texts as Go's %q prints a list of them. */
    static String quoted(List<String> values) {
        return values.stream().map(Denials::quote).collect(Collectors.joining(" ", "[", "]"));
    }

    /** The rule as it stands in an object; empty lists are left out, verbs are always there. */
    ObjectNode tree() {
        ObjectNode out = Json.object();
        list(out.putArray("verbs"), verbs);
        if (!apiGroups.isEmpty()) {
            list(out.putArray("apiGroups"), apiGroups);
        }
        if (!resources.isEmpty()) {
            list(out.putArray("resources"), resources);
        }
        if (!resourceNames.isEmpty()) {
            list(out.putArray("resourceNames"), resourceNames);
        }
        if (!nonResourceUrls.isEmpty()) {
            list(out.putArray("nonResourceURLs"), nonResourceUrls);
        }
        return out;
    }

    private static void list(ArrayNode array, List<String> values) {
        values.forEach(array::add);
    }
}
