package io.kubejar.cluster.explain;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.OwnerReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Why an object that is being deleted is still there; nothing for one that nobody deletes. */
final class Lingering {
    private static final String FOREGROUND = "foregroundDeletion";

    private Lingering() {}

    static List<String> of(ApiObject object, Sight sight) {
        if (!object.isTerminating()) {
            return List.of();
        }
        List<String> out = new ArrayList<>();
        long grace = Json.number(object.metadata(), 0, "deletionGracePeriodSeconds");
        if (grace > 0) {
            out.add("it may end by itself until " + Json.textOr(object.metadata(), "", "deletionTimestamp")
                    + ", its grace period is " + grace + " s");
        }
        if (object.kind().equals("Pod")
                && !Json.textOr(object.spec(), "", "nodeName").isEmpty()) {
            out.addAll(PodScheduling.of(object, sight));
            out.add("the kubelet of node " + Json.text(object.spec(), "nodeName")
                    + " has to confirm that it has ended");
        }
        List<String> finalizers = object.finalizers();
        if (finalizers.contains(FOREGROUND)) {
            blockers(object, sight, out);
        }
        finalizers.stream()
                .filter(name -> !name.equals(FOREGROUND))
                .forEach(name ->
                        out.add("its finalizer " + name + " is not removed: does the controller that has set it run?"));
        if (object.kind().equals("Namespace")) {
            namespace(object, sight, out);
        }
        return out;
    }

    private static void blockers(ApiObject object, Sight sight, List<String> out) {
        List<String> names = sight.all().stream()
                .filter(one -> one.ownerReferences().stream()
                        .filter(OwnerReference::blockOwnerDeletion)
                        .anyMatch(owner -> owner.uid().equals(object.uid())))
                .map(one -> one.kind() + " " + one.key())
                .toList();
        out.add(
                names.isEmpty()
                        ? "it goes as soon as the garbage collector has seen that all it owned is gone"
                        : "it goes after what it owns is gone: " + Look.few(names));
    }

    /** What is left in it, and what its controller says. */
    private static void namespace(ApiObject namespace, Sight sight, List<String> out) {
        for (JsonNode condition : namespace.status().path("conditions")) {
            boolean failed = Json.textOr(condition, "", "type").startsWith("NamespaceDeletion");
            if (failed && "True".equals(Json.text(condition, "status"))) {
                out.add(Look.words(condition));
            }
        }
        Map<String, List<String>> left = new TreeMap<>();
        for (ApiObject object : sight.all()) {
            if (object.namespace().equals(namespace.name())) {
                String held = object.finalizers().isEmpty() ? "" : " with finalizers " + object.finalizers();
                left.computeIfAbsent(object.kind(), kind -> new ArrayList<>()).add(object.name() + held);
            }
        }
        left.forEach((kind, names) -> out.add("in it there is still " + kind + " " + Look.few(names)));
        List<String> own = Json.strings(namespace.spec().path("finalizers"));
        if (left.isEmpty() && !own.isEmpty()) {
            out.add("it is empty, and its spec.finalizers " + own
                    + " are not removed: does the namespace controller run?");
        }
    }
}
