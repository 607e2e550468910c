package io.kubejar.cluster.permissions;

import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.server.yaml.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What one user asked for. A value: what is asked later is not in it. */
public final class UserPermissions {
    private static final String RBAC = "rbac.authorization.k8s.io";

    private final String user;
    private final Map<Ask, Set<String>> allowed;
    private final Map<Ask, Set<String>> refused;
    private final boolean named;

    UserPermissions(String user, Map<Ask, Set<String>> allowed, Map<Ask, Set<String>> refused, boolean named) {
        this.user = user;
        this.allowed = allowed;
        this.refused = refused;
        this.named = named;
    }

    /** The same, with rules for single objects where every request of a kind named its object. */
    public UserPermissions withNames() {
        return new UserPermissions(user, allowed, refused, true);
    }

    /**
     * The smallest roles for all that the user was allowed: a Role for each namespace, and a ClusterRole for what is in no
     * namespace or was asked of all of them.
     */
    public List<ApiObject> roles() {
        return roles(allowed);
    }

    /** The smallest roles for what the user was refused. */
    public List<ApiObject> missingRoles() {
        return roles(refused);
    }

    /** What was refused, a line each: {@code list secrets in default}. */
    public List<String> refused() {
        return refused.keySet().stream().map(Ask::toString).toList();
    }

    /** The kinds of requests that were allowed, a line each. */
    public List<String> allowed() {
        return allowed.keySet().stream().map(Ask::toString).toList();
    }

    Map<Ask, Set<String>> asks() {
        return allowed;
    }

    private List<ApiObject> roles(Map<Ask, Set<String>> asks) {
        Map<String, Map<Ask, Set<String>>> byNamespace = new TreeMap<>();
        asks.forEach((ask, names) -> {
            Set<String> everywhere = ask.namespace().isEmpty() ? null : asks.get(ask.everywhere());
            boolean covered =
                    everywhere != null && (!named || everywhere.contains("") || everywhere.containsAll(names));
            if (!covered) {
                byNamespace
                        .computeIfAbsent(ask.namespace(), any -> new java.util.LinkedHashMap<>())
                        .put(ask, names);
            }
        });
        List<ApiObject> out = new ArrayList<>();
        byNamespace.forEach((namespace, own) -> {
            Gvk kind = new Gvk(RBAC, "v1", namespace.isEmpty() ? "ClusterRole" : "Role");
            out.add(ApiObject.of(kind, namespace, user.substring(user.lastIndexOf(':') + 1))
                    .edit(root -> root.set("rules", SmallestRules.of(own, named))));
        });
        return out;
    }

    /** The smallest roles as a manifest. */
    public String toYaml() {
        return yaml(roles());
    }

    static String yaml(List<ApiObject> roles) {
        return roles.stream().map(role -> Yaml.print(role.tree())).collect(Collectors.joining("---\n"));
    }

    @Override
    public String toString() {
        return toYaml();
    }
}
