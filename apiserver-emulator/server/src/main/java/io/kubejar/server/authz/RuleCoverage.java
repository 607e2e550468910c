package io.kubejar.server.authz;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether some rules hold everything that others give. Upstream: component-helpers/auth/rbac/validation/policy_comparator.go and
 * pkg/registry/rbac/validation/policy_compact.go, v1.36.
 */
final class RuleCoverage {
    private RuleCoverage() {}

    /** What the wanted rules give and the held ones do not, cut into rules of one verb, resource and name. */
    static List<PolicyRule> missing(List<PolicyRule> held, List<PolicyRule> wanted) {
        List<PolicyRule> out = new ArrayList<>();
        for (PolicyRule rule : wanted) {
            for (PolicyRule part : parts(rule)) {
                if (held.stream().noneMatch(own -> covers(own, part))) {
                    out.add(part);
                }
            }
        }
        return out;
    }

    private static List<PolicyRule> parts(PolicyRule rule) {
        List<PolicyRule> out = new ArrayList<>();
        for (String group : rule.apiGroups()) {
            for (String resource : rule.resources()) {
                for (String verb : rule.verbs()) {
                    if (rule.resourceNames().isEmpty()) {
                        out.add(part(group, resource, verb, List.of()));
                    }
                    for (String name : rule.resourceNames()) {
                        out.add(part(group, resource, verb, List.of(name)));
                    }
                }
            }
        }
        for (String path : rule.nonResourceUrls()) {
            for (String verb : rule.verbs()) {
                out.add(PolicyRule.paths(List.of(verb), List.of(path)));
            }
        }
        return out;
    }

    private static PolicyRule part(String group, String resource, String verb, List<String> names) {
        return new PolicyRule(List.of(verb), List.of(group), List.of(resource), names, List.of());
    }

    private static boolean covers(PolicyRule own, PolicyRule part) {
        return holds(own.verbs(), part.verbs())
                && holds(own.apiGroups(), part.apiGroups())
                && part.resources().stream().allMatch(resource -> coversResource(own.resources(), resource))
                && coversNames(own.resourceNames(), part.resourceNames())
                && part.nonResourceUrls().stream()
                        .allMatch(path ->
                                own.nonResourceUrls().stream().anyMatch(held -> PolicyRule.pathCovers(held, path)));
    }

    private static boolean holds(List<String> own, List<String> part) {
        return own.contains("*") || own.containsAll(part);
    }

    private static boolean coversResource(List<String> own, String resource) {
        int slash = resource.indexOf('/');
        return own.contains("*")
                || own.contains(resource)
                || (slash >= 0 && own.contains("*" + resource.substring(slash)));
    }

    private static boolean coversNames(List<String> own, List<String> names) {
        return own.isEmpty() || (!names.isEmpty() && own.containsAll(names));
    }

    /** Rules as messages list them: those that differ in the verb only are joined; sorted. */
    static Set<String> describe(List<PolicyRule> rules) {
        record Target(List<String> groups, List<String> resources, List<String> names) {}
        Map<Target, List<String>> verbs = new HashMap<>();
        Set<String> out = new TreeSet<>();
        for (PolicyRule rule : rules) {
            if (rule.nonResourceUrls().isEmpty()) {
                verbs.computeIfAbsent(
                                new Target(rule.apiGroups(), rule.resources(), rule.resourceNames()),
                                t -> new ArrayList<>())
                        .addAll(rule.verbs());
            } else {
                out.add(rule.compact());
            }
        }
        new HashSet<>(verbs.entrySet())
                .forEach(e -> out.add(new PolicyRule(
                                e.getValue(),
                                e.getKey().groups(),
                                e.getKey().resources(),
                                e.getKey().names(),
                                List.of())
                        .compact()));
        return out;
    }
}
