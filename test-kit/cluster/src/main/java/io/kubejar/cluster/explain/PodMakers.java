package io.kubejar.cluster.explain;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What workloads that make pods have in common. */
final class PodMakers {
    private PodMakers() {}

    /** The pods that an object controls. */
    static List<ApiObject> pods(ApiObject owner, Sight sight) {
        return sight.list(Resources.PODS, owner.namespace()).stream()
                .filter(pod -> pod.isControlledBy(owner.uid()))
                .toList();
    }

    /** Nothing has looked at the newest spec yet. */
    static void unseen(ApiObject object, List<String> out) {
        long seen = Json.number(object.status(), 0, "observedGeneration");
        if (object.generation() > seen) {
            out.add("its controller has not looked at its generation " + object.generation() + " yet: does it run?");
        }
    }

    /** Why pods could not be created, with what to do about it; nothing when they could. */
    static List<String> refused(ApiObject object, int missing, Sight sight) {
        JsonNode failure = Look.condition(object, "ReplicaFailure");
        String words = failure != null && "True".equals(Json.text(failure, "status"))
                ? Json.textOr(failure, "", "message")
                : "";
        if (words.isEmpty() && missing > 0) {
            String said = Look.said(object, "FailedCreate", sight);
            words = said == null ? "" : said;
        }
        if (words.isEmpty()) {
            return List.of();
        }
        List<String> out = new ArrayList<>();
        out.add("pods cannot be created: " + words);
        String advice = advice(words);
        if (advice != null) {
            out.add(advice);
        }
        return out;
    }

    private static @Nullable String advice(String words) {
        if (words.contains("exceeded quota")) {
            return "relax the quota, or lower what the pods ask for";
        }
        if (words.contains("failed quota")) {
            return "the quota wants every pod to state requests or limits: add them, or a LimitRange";
        }
        if (words.contains("serviceaccount") && words.contains("not found")) {
            return "create the service account, or name another";
        }
        if (words.contains("violates PodSecurity")) {
            return "change the pods' security contexts, or the namespace's Pod Security level";
        }
        return words.contains("is being terminated") ? "its namespace is being deleted" : null;
    }

    /** Why pods that are there are not ready, at most three of them. */
    static List<String> notReady(List<ApiObject> pods, Sight sight) {
        List<String> out = new ArrayList<>();
        List<ApiObject> waiting = pods.stream()
                .filter(pod -> !Look.is(pod, "Ready", "True") && !pod.isTerminating())
                .toList();
        for (ApiObject pod : waiting.subList(0, Math.min(3, waiting.size()))) {
            for (String why : PodReasons.of(pod, sight)) {
                out.add("pod " + pod.name() + ": " + why);
            }
        }
        if (waiting.size() > 3) {
            out.add("and " + (waiting.size() - 3) + " pods more are not ready");
        }
        return out;
    }
}
