package io.kubejar.server.authz;

import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.ObjectKey;
import io.kubejar.server.authn.UserInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The roles and bindings of a cluster, found by subject. Whoever watches the four RBAC resources tells it of every change;
 * it holds parsed rules, so a check touches only what is bound to the user and the groups. Safe for use by several threads;
 * a reader may see a change in one object before that in another, as upstream's informers do.
 */
public final class RbacIndex {
    /** The rules of a ClusterRole as an object has them: objects do not change, so what is read once holds for every copy. */
    private record Rules(ApiObject of, List<PolicyRule> rules) {}

    private final Map<String, Rules> clusterRoles = new ConcurrentHashMap<>();
    private final Map<ObjectKey, List<PolicyRule>> roles = new ConcurrentHashMap<>();
    private final Map<ObjectKey, Binding> bindings = new ConcurrentHashMap<>();
    /** By namespace ("" for ClusterRoleBindings), then by the subject's key, then by name. */
    private final Map<String, Map<String, Map<String, Binding>>> bySubject = new ConcurrentHashMap<>();

    /** Takes in a new or changed object; other kinds than the four of RBAC are ignored. */
    public void put(ApiObject object) {
        put(object, null);
    }

    /** Like {@link #put(ApiObject)}; what another index has read of the same object is taken from there. */
    public void put(ApiObject object, @Nullable RbacIndex other) {
        switch (object.kind()) {
            case "ClusterRole" -> clusterRoles.put(object.name(), rules(object, other));
            case "Role" -> roles.put(object.key(), PolicyRule.read(object.at("rules")));
            case "ClusterRoleBinding", "RoleBinding" -> putBinding(Binding.read(object));
            default -> {}
        }
    }

    /**
     * All objects of a kind as they are now: what was known of this kind and is not among them is forgotten.
     *
     * @param other what another index has read of the same objects is taken from there
     */
    public void fill(String kind, List<ApiObject> all, @Nullable RbacIndex other) {
        all.forEach(object -> put(object, other));
        Set<ObjectKey> there = all.stream().map(ApiObject::key).collect(Collectors.toSet());
        switch (kind) {
            case "ClusterRole" -> clusterRoles.keySet().removeIf(name -> !there.contains(new ObjectKey("", name)));
            case "Role" -> roles.keySet().retainAll(there);
            case "ClusterRoleBinding", "RoleBinding" -> {
                boolean placed = kind.equals("RoleBinding");
                List.copyOf(bindings.keySet()).stream()
                        .filter(key -> key.namespace().isEmpty() != placed && !there.contains(key))
                        .forEach(this::removeBinding);
            }
            default -> {}
        }
    }

    private Rules rules(ApiObject role, @Nullable RbacIndex other) {
        Rules known = other == null ? null : other.clusterRoles.get(role.name());
        return known != null && known.of().equals(role) ? known : new Rules(role, PolicyRule.read(role.at("rules")));
    }

    /** Forgets a deleted object. */
    public void remove(ApiObject object) {
        switch (object.kind()) {
            case "ClusterRole" -> clusterRoles.remove(object.name());
            case "Role" -> roles.remove(object.key());
            case "ClusterRoleBinding", "RoleBinding" -> removeBinding(object.key());
            default -> {}
        }
    }

    /** First what is new, so that nobody is without it for a moment. */
    private synchronized void putBinding(Binding binding) {
        ObjectKey key = new ObjectKey(binding.namespace(), binding.name());
        Binding old = bindings.put(key, binding);
        for (Subject subject : binding.subjects()) {
            bySubject
                    .computeIfAbsent(binding.namespace(), n -> new ConcurrentHashMap<>())
                    .computeIfAbsent(subject.key(binding.namespace()), k -> new ConcurrentHashMap<>())
                    .put(binding.name(), binding);
        }
        if (old != null) {
            leave(old, keys(binding));
        }
    }

    private synchronized void removeBinding(ObjectKey key) {
        Binding old = bindings.remove(key);
        if (old != null) {
            leave(old, Set.of());
        }
    }

    private static Set<String> keys(Binding binding) {
        return binding.subjects().stream()
                .map(subject -> subject.key(binding.namespace()))
                .collect(Collectors.toSet());
    }

    /** Takes a binding from its subjects but those with these keys. With the lock held. */
    private void leave(Binding old, Set<String> but) {
        ObjectKey key = new ObjectKey(old.namespace(), old.name());
        Map<String, Map<String, Binding>> there = bySubject.get(key.namespace());
        if (there == null) {
            return;
        }
        for (String subject : keys(old)) {
            if (!but.contains(subject)) {
                there.computeIfPresent(subject, (k, named) -> {
                    named.remove(key.name());
                    return named.isEmpty() ? null : named;
                });
            }
        }
        if (there.isEmpty()) {
            bySubject.remove(key.namespace());
        }
    }

    /** The rules that a reference names, or null when there is no such role. */
    @Nullable
    List<PolicyRule> rules(String roleKind, String roleName, String bindingNamespace) {
        return switch (roleKind) {
            case "ClusterRole" -> {
                Rules known = clusterRoles.get(roleName);
                yield known == null ? null : known.rules();
            }
            case "Role" -> roles.get(new ObjectKey(bindingNamespace, roleName));
            default -> null;
        };
    }

    /** A binding that applies to a user, and which of its subjects does. */
    record Match(Binding binding, int subject) {}

    /** The bindings of one namespace, or with "" of the cluster, that apply to the user, by name. */
    List<Match> matches(UserInfo user, String namespace) {
        Map<String, Map<String, Binding>> there = bySubject.get(namespace);
        if (there == null) {
            return List.of();
        }
        NavigableMap<String, Binding> found = new TreeMap<>();
        collect(there.get(Subject.userKey(user.name())), found);
        for (String group : user.groups()) {
            collect(there.get(Subject.groupKey(group)), found);
        }
        List<Match> out = new ArrayList<>(found.size());
        for (Binding binding : found.values()) {
            out.add(new Match(binding, firstSubject(binding, user)));
        }
        return out;
    }

    private static void collect(@Nullable Map<String, Binding> named, Map<String, Binding> found) {
        if (named != null) {
            found.putAll(named);
        }
    }

    private static int firstSubject(Binding binding, UserInfo user) {
        for (int i = 0; i < binding.subjects().size(); i++) {
            String key = binding.subjects().get(i).key(binding.namespace());
            if (key.equals(Subject.userKey(user.name()))
                    || (key.startsWith("g:") && user.groups().contains(key.substring(2)))) {
                return i;
            }
        }
        return 0;
    }
}
