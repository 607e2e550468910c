package io.kubejar.cluster.permissions;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The rules that allow exactly what was asked, put together where that allows nothing more. Pure. */
final class SmallestRules {
    private SmallestRules() {}

    /** What one rule is about; names are empty when it is about all. */
    private record About(String group, String resource, List<String> names) implements Comparable<About> {
        @Override
        public int compareTo(About other) {
            int byGroup = group.compareTo(other.group);
            int byResource = byGroup != 0 ? byGroup : resource.compareTo(other.resource);
            return byResource != 0 ? byResource : names.toString().compareTo(other.names.toString());
        }
    }

    /** Resources that share all else. */
    private record Shape(String group, List<String> names, List<String> verbs) {}

    /**
     * The {@code rules} of a role.
     *
     * @param asks with the names that each was about
     * @param named whether rules are to name objects, where every request of a kind did
     */
    static ArrayNode of(Map<Ask, Set<String>> asks, boolean named) {
        Map<About, Set<String>> verbs = new TreeMap<>();
        Map<String, Set<String>> paths = new TreeMap<>();
        asks.forEach((ask, names) -> {
            if (ask.resource().isEmpty()) {
                paths.computeIfAbsent(ask.verb(), verb -> new TreeSet<>()).add(ask.path());
            } else {
                boolean all = !named || names.contains("");
                About about = new About(ask.group(), ask.resource(), all ? List.of() : List.copyOf(names));
                verbs.computeIfAbsent(about, any -> new TreeSet<>()).add(ask.verb());
            }
        });
        Map<Shape, List<String>> resources = new LinkedHashMap<>();
        verbs.forEach((about, own) -> resources
                .computeIfAbsent(new Shape(about.group(), about.names(), List.copyOf(own)), shape -> new ArrayList<>())
                .add(about.resource()));
        ArrayNode out = Json.array();
        resources.forEach((shape, names) -> {
            ObjectNode rule = out.addObject();
            list(rule, "apiGroups", List.of(shape.group()));
            list(rule, "resources", names);
            list(rule, "resourceNames", shape.names());
            list(rule, "verbs", shape.verbs());
        });
        paths(paths, out);
        return out;
    }

    private static void paths(Map<String, Set<String>> paths, ArrayNode out) {
        Map<List<String>, Set<String>> verbs = new LinkedHashMap<>();
        paths.forEach((verb, all) ->
                verbs.computeIfAbsent(List.copyOf(all), any -> new TreeSet<>()).add(verb));
        verbs.forEach((all, own) -> {
            ObjectNode rule = out.addObject();
            list(rule, "nonResourceURLs", all);
            list(rule, "verbs", List.copyOf(own));
        });
    }

    private static void list(ObjectNode rule, String member, List<String> values) {
        if (!values.isEmpty()) {
            ArrayNode array = rule.putArray(member);
            values.forEach(array::add);
        }
    }
}
