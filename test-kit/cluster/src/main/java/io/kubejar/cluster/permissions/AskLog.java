package io.kubejar.cluster.permissions;

import io.kubejar.server.authz.Attributes;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Who was allowed and who was refused what. Thread-safe; grows with the kinds of requests, not with their number. */
public final class AskLog {
    /** So many names of one kind of request are told apart; with more of them every name is meant. */
    private static final int NAMES_MAX = 1000;

    private final Map<String, Map<Ask, Set<String>>> allowed = new ConcurrentHashMap<>();
    private final Map<String, Map<Ask, Set<String>>> refused = new ConcurrentHashMap<>();

    /** Notes an answer of the authorizer. */
    public void asked(Attributes asked, boolean wasAllowed) {
        Set<String> names = (wasAllowed ? allowed : refused)
                .computeIfAbsent(asked.user().name(), user -> new ConcurrentHashMap<>())
                .computeIfAbsent(Ask.of(asked), ask -> ConcurrentHashMap.newKeySet());
        if (names.size() < NAMES_MAX) {
            names.add(asked.name());
        } else {
            names.add(""); // any
        }
    }

    /** Who has asked for anything. */
    Set<String> users() {
        Set<String> out = new TreeSet<>(allowed.keySet());
        out.addAll(refused.keySet());
        return out;
    }

    /** What a user was allowed, with the names of the objects; "" is one for requests that name none. */
    Map<Ask, Set<String>> allowed(String user) {
        return copy(allowed, user);
    }

    /** What a user was refused. */
    Map<Ask, Set<String>> refused(String user) {
        return copy(refused, user);
    }

    private static Map<Ask, Set<String>> copy(Map<String, Map<Ask, Set<String>>> all, String user) {
        Map<Ask, Set<String>> out = new TreeMap<>(java.util.Comparator.comparing(Ask::namespace)
                .thenComparing(Ask::group)
                .thenComparing(Ask::resource)
                .thenComparing(Ask::path)
                .thenComparing(Ask::verb));
        all.getOrDefault(user, Map.of()).forEach((ask, names) -> out.put(ask, new TreeSet<>(names)));
        return out;
    }
}
