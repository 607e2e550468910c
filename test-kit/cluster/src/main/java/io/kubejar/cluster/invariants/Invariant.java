package io.kubejar.cluster.invariants;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.cluster.Timeline;
import io.kubejar.cluster.history.View;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.OwnerReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The checks of a store. Pure: from what is there to what is wrong, a line each. */
public enum Invariant {
    /** Owners that are gone are the garbage collector's work, which is done when a cluster is at rest. */
    OWNERS_EXIST("owner references point to objects that exist, or their objects are being deleted", Invariant::owners),
    /** A revision is one write of one user to one object. */
    ONE_WRITER("a revision has one writer", Invariant::writers),
    /** A node that has been deleted takes its pods with it after a while; one that never was does not. */
    NODES_EXIST("pods are bound to nodes that exist, or have existed", Invariant::nodes),
    /** What the API shows is what etcd has. */
    VERSIONS_AGREE("resourceVersion is etcd's mod_revision", Invariant::versions),
    /** Nothing outlives its namespace. */
    NAMESPACES_EXIST("objects are in namespaces that exist", Invariant::namespaces);

    private final String claim;
    private final Function<StoreState, List<String>> check;

    Invariant(String claim, Function<StoreState, List<String>> check) {
        this.claim = claim;
        this.check = check;
    }

    /** What must hold. */
    public String claim() {
        return claim;
    }

    /** What is wrong in a store; empty when it holds. */
    public List<String> violations(StoreState state) {
        return check.apply(state);
    }

    /** What is wrong in a store by any of the checks, a line each. */
    public static List<String> all(StoreState state) {
        List<String> out = new ArrayList<>();
        for (Invariant one : values()) {
            one.violations(state).forEach(wrong -> out.add(one.claim + ": " + wrong));
        }
        return out;
    }

    private static String name(ApiObject object) {
        return object.kind() + " " + object.key();
    }

    private static List<String> owners(StoreState state) {
        Set<String> uids = state.uids();
        List<String> out = new ArrayList<>();
        for (View.Located one : state.objects()) {
            ApiObject object = one.object();
            for (OwnerReference owner : object.ownerReferences()) {
                if (!uids.contains(owner.uid()) && !object.isTerminating()) {
                    out.add(name(object) + " has the owner " + owner.kind() + " " + owner.name()
                            + ", which is not there");
                }
            }
        }
        return out;
    }

    private static List<String> writers(StoreState state) {
        Map<Long, Timeline.Entry> first = new HashMap<>();
        List<String> out = new ArrayList<>();
        for (Timeline.Entry entry : state.writes()) {
            Timeline.Entry before = entry.revision() == 0 ? null : first.putIfAbsent(entry.revision(), entry);
            if (before != null) {
                out.add("revision " + entry.revision() + " was written by " + before.user() + " at " + before.path()
                        + " and by " + entry.user() + " at " + entry.path());
            }
        }
        return out;
    }

    private static List<String> nodes(StoreState state) {
        Set<String> known = new HashSet<>(state.names("Node"));
        for (Timeline.Entry entry : state.writes()) {
            String path = entry.path();
            if (path.startsWith("/api/v1/nodes/") && entry.verb().startsWith("delete")) {
                known.add(path.substring(path.lastIndexOf('/') + 1));
            }
        }
        List<String> out = new ArrayList<>();
        for (View.Located one : state.objects()) {
            JsonNode node = one.object().spec().path("nodeName");
            boolean pod = one.object().kind().equals("Pod")
                    && one.object().apiVersion().equals("v1");
            if (pod && node.isTextual() && !known.contains(node.textValue())) {
                out.add(name(one.object()) + " is bound to node " + node.textValue() + ", which never was there");
            }
        }
        return out;
    }

    private static List<String> versions(StoreState state) {
        Map<String, Long> stored = new HashMap<>();
        state.objects().forEach(one -> stored.put(one.object().uid(), one.modRevision()));
        List<String> out = new ArrayList<>();
        for (ApiObject shown : state.shown()) {
            Long modRevision = stored.get(shown.uid());
            if (modRevision == null) {
                out.add(name(shown) + " is shown by the API and is not in the store");
            } else if (modRevision != shown.revision()) {
                out.add(name(shown) + " has resourceVersion " + shown.resourceVersion() + ", and mod_revision "
                        + modRevision);
            }
        }
        return out;
    }

    private static List<String> namespaces(StoreState state) {
        Set<String> known = state.names("Namespace");
        List<String> out = new ArrayList<>();
        for (View.Located one : state.objects()) {
            String namespace = Json.textOr(one.object().metadata(), "", "namespace");
            if (!namespace.isEmpty() && !known.contains(namespace)) {
                out.add(name(one.object()) + " is in namespace " + namespace + ", which is not there");
            }
        }
        return out;
    }
}
