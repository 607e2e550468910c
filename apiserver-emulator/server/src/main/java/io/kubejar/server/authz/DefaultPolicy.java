package io.kubejar.server.authz;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The roles and bindings that every cluster starts with, one for every controller among them. Upstream:
 * plugin/pkg/auth/authorizer/rbac/bootstrappolicy, v1.36. The facts stand in a text file for each of upstream's; the grammar is
 * explained in {@code policy.txt}.
 */
public final class DefaultPolicy {
    private static final String GROUP = "rbac.authorization.k8s.io";
    private static final String AGGREGATE = GROUP + "/aggregate-to-";
    private static final List<String> FILES = List.of("policy.txt", "controller-policy.txt", "namespace-policy.txt");
    /** Names of several verbs. Upstream: Read, Write, ReadWrite and ReadUpdate of policy.go. */
    private static final Map<String, List<String>> VERBS = Map.of(
            "read", List.of("get", "list", "watch"),
            "write", List.of("create", "delete", "deletecollection", "patch", "update"),
            "readwrite", List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"),
            "readupdate", List.of("get", "list", "patch", "update", "watch"));

    private static final PolicyRule EVENTS =
            PolicyRule.resources(List.of("create", "patch", "update"), List.of("", "events.k8s.io"), List.of("events"));

    /** A role while its lines are read. */
    private record Draft(ObjectNode object, List<PolicyRule> rules, Map<String, String> to, String from) {}

    private final List<Draft> drafts = new ArrayList<>();
    private final List<ApiObject> bindings = new ArrayList<>();

    private DefaultPolicy() {}

    /**
     * All of them, roles first: ClusterRoles, Roles, ClusterRoleBindings and RoleBindings, without uid and times. The rules of
     * aggregated ClusterRoles are filled in, as their controller would.
     */
    public static List<ApiObject> objects() {
        return Once.OBJECTS;
    }

    /** Read once for all clusters of a JVM. */
    private static final class Once {
        static final List<ApiObject> OBJECTS = all();
    }

    private static List<ApiObject> all() {
        DefaultPolicy policy = new DefaultPolicy();
        FILES.forEach(policy::read);
        List<ApiObject> out = new ArrayList<>();
        for (Draft draft : policy.drafts) {
            out.add(policy.finished(draft));
        }
        out.addAll(policy.bindings);
        return List.copyOf(out);
    }

    private void read(String file) {
        try (InputStream in = Objects.requireNonNull(DefaultPolicy.class.getResourceAsStream(file), file)) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.stripLeading().startsWith("#"))
                    .forEach(this::line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void line(String line) {
        if (line.startsWith("  ")) {
            drafts.get(drafts.size() - 1).rules().add(rule(line.trim()));
            return;
        }
        String[] words = line.split(" ");
        switch (words[0]) {
            case "clusterrole" -> clusterRole(words[1], words);
            case "controller" -> {
                String name = "system:controller:" + words[1];
                clusterRole(name, words);
                clusterBinding(name, name, List.of("ServiceAccount:kube-system/" + words[1]));
            }
            case "role" -> drafts.add(new Draft(object("Role", words[1], words[2]), new ArrayList<>(), Map.of(), ""));
            case "clusterbinding" ->
                clusterBinding(words[1], words[2], List.of(words).subList(3, words.length));
            case "binding" ->
                binding(
                        "RoleBinding",
                        words[1],
                        words[2],
                        "Role",
                        words[3],
                        List.of(words).subList(4, words.length));
            default -> throw new IllegalStateException("default policy: " + line);
        }
    }

    private void clusterRole(String name, String[] words) {
        Map<String, String> labels = new TreeMap<>();
        String from = "";
        for (int i = 2; i < words.length; i++) {
            if (words[i].startsWith("to=")) {
                labels.put(AGGREGATE + words[i].substring(3), "true");
            } else {
                from = AGGREGATE + words[i].substring("from=".length());
            }
        }
        drafts.add(new Draft(object("ClusterRole", "", name), new ArrayList<>(), labels, from));
    }

    private static PolicyRule rule(String line) {
        if (line.equals("events")) {
            return EVENTS;
        }
        int colon = line.indexOf(": ");
        String[] head = line.substring(0, colon).split(" ");
        String[] tail = line.substring(colon + 2).split(" = ");
        List<String> verbs = VERBS.getOrDefault(head[0], sorted(head[0].split(",")));
        List<String> targets = sorted(tail[0].split(" "));
        if (head[1].equals("paths")) {
            return PolicyRule.paths(verbs, targets);
        }
        List<String> groups = Arrays.stream(head[1].split(","))
                .map(DefaultPolicy::group)
                .sorted()
                .toList();
        List<String> names = tail.length > 1 ? sorted(tail[1].split(" ")) : List.of();
        return new PolicyRule(verbs, groups, targets, names, List.of());
    }

    private static String group(String word) {
        return word.equals("core") ? "" : word;
    }

    /** Sets are stored sorted. Upstream: PolicyRuleBuilder.Rule (pkg/apis/rbac/v1/helpers.go), v1.36. */
    private static List<String> sorted(String... words) {
        return Arrays.stream(words).sorted().toList();
    }

    private ApiObject finished(Draft draft) {
        ObjectNode labels = (ObjectNode) draft.object().path("metadata").path("labels");
        draft.to().forEach(labels::put);
        if (!draft.from().isEmpty()) {
            draft.object()
                    .putObject("aggregationRule")
                    .putArray("clusterRoleSelectors")
                    .addObject()
                    .putObject("matchLabels")
                    .put(draft.from(), "true");
        }
        ArrayNode rules = draft.object().putArray("rules");
        rulesOf(draft).forEach(rule -> rules.add(rule.tree()));
        return ApiObject.of(draft.object());
    }

    /** The role's own rules, or those that it gathers, by the name of where they come from and each once. */
    private List<PolicyRule> rulesOf(Draft draft) {
        if (draft.from().isEmpty()) {
            return draft.rules();
        }
        Map<String, Draft> sources = new TreeMap<>();
        for (Draft other : drafts) {
            if (other.to().containsKey(draft.from())) {
                sources.put(Json.textOr(other.object(), "", "metadata", "name"), other);
            }
        }
        List<PolicyRule> out = new ArrayList<>();
        for (Draft source : sources.values()) {
            for (PolicyRule rule : rulesOf(source)) {
                if (!out.contains(rule)) {
                    out.add(rule);
                }
            }
        }
        return out;
    }

    private void clusterBinding(String name, String role, List<String> subjects) {
        binding("ClusterRoleBinding", "", name, "ClusterRole", role, subjects);
    }

    private void binding(
            String kind, String namespace, String name, String roleKind, String role, List<String> subjects) {
        ObjectNode binding = object(kind, namespace, name);
        if (!subjects.isEmpty()) {
            ArrayNode list = binding.putArray("subjects");
            subjects.forEach(subject -> list.add(subject(subject)));
        }
        binding.putObject("roleRef")
                .put("apiGroup", GROUP)
                .put("kind", roleKind)
                .put("name", role);
        bindings.add(ApiObject.of(binding));
    }

    /** {@code User:name}, {@code Group:name} or {@code ServiceAccount:namespace/name}. */
    private static ObjectNode subject(String text) {
        int colon = text.indexOf(':');
        String kind = text.substring(0, colon);
        String name = text.substring(colon + 1);
        ObjectNode out = Json.object().put("kind", kind);
        if (kind.equals("ServiceAccount")) {
            int slash = name.indexOf('/');
            return out.put("name", name.substring(slash + 1)).put("namespace", name.substring(0, slash));
        }
        return out.put("apiGroup", GROUP).put("name", name);
    }

    private static ObjectNode object(String kind, String namespace, String name) {
        ObjectNode out =
                ApiObject.of(new Gvk(GROUP, "v1", kind), namespace, name).tree().deepCopy();
        ObjectNode metadata = Json.child(out, "metadata");
        metadata.putObject("labels").put("kubernetes.io/bootstrapping", "rbac-defaults");
        metadata.putObject("annotations").put("rbac.authorization.kubernetes.io/autoupdate", "true");
        return out;
    }
}
