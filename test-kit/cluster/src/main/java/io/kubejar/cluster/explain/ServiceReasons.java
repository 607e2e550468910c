package io.kubejar.cluster.explain;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.LabelSelector;
import io.kubejar.core.object.OwnerReference;
import io.kubejar.core.object.Resources;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Why nobody is reached behind a Service. */
final class ServiceReasons {
    private ServiceReasons() {}

    static List<String> of(ApiObject service, Sight sight) {
        if ("ExternalName".equals(Json.text(service.spec(), "type"))) {
            return List.of();
        }
        Map<String, String> selector = Json.map(service.spec().path("selector"));
        if (selector.isEmpty()) {
            ApiObject endpoints = sight.find(Resources.ENDPOINTS, service.namespace(), service.name());
            return endpoints == null ? List.of("it has no selector, and nobody has made Endpoints for it") : List.of();
        }
        List<ApiObject> all = sight.list(Resources.PODS, service.namespace());
        List<ApiObject> pods = all.stream()
                .filter(LabelSelector.ofLabels(selector)::matches)
                .filter(pod -> !isOver(pod))
                .toList();
        if (pods.isEmpty()) {
            return List.of("its selector " + text(selector) + " matches no pod in " + service.namespace()
                    + near(selector, all));
        }
        List<String> out = new ArrayList<>();
        notReady(service, pods, sight, out);
        ports(service, pods, out);
        out.addAll(DeadPorts.of(service, pods, sight));
        collision(pods, sight, out);
        return out;
    }

    private static boolean isOver(ApiObject pod) {
        String phase = Json.textOr(pod.status(), "", "phase");
        return phase.equals("Succeeded") || phase.equals("Failed");
    }

    private static String text(Map<String, String> labels) {
        return String.join(
                ",",
                labels.entrySet().stream()
                        .map(e -> e.getKey() + "=" + e.getValue())
                        .toList());
    }

    /** What pods have for the labels that the selector names. */
    private static String near(Map<String, String> selector, List<ApiObject> pods) {
        Set<String> found = new LinkedHashSet<>();
        for (ApiObject pod : pods) {
            selector.keySet().forEach(key -> {
                String value = pod.label(key);
                if (value != null) {
                    found.add(key + "=" + value);
                }
            });
        }
        return found.isEmpty() ? "" : "; pods there have " + Look.few(List.copyOf(found));
    }

    private static void notReady(ApiObject service, List<ApiObject> pods, Sight sight, List<String> out) {
        boolean published = Json.isTrue(service.spec(), "publishNotReadyAddresses");
        List<ApiObject> reached = pods.stream()
                .filter(pod -> !Json.textOr(pod.status(), "", "podIP").isEmpty())
                .filter(pod -> published || (Look.is(pod, "Ready", "True") && !pod.isTerminating()))
                .toList();
        if (!reached.isEmpty()) {
            return;
        }
        out.add(
                pods.size() == 1
                        ? "the pod that it selects is not ready"
                        : "none of the " + pods.size() + " pods that it selects is ready");
        for (ApiObject pod : pods.subList(0, Math.min(3, pods.size()))) {
            String why = Json.textOr(pod.status(), "", "podIP").isEmpty() ? "it has no IP" : "";
            List<String> reasons = pod.isTerminating() ? List.of("it is being deleted") : PodReasons.of(pod, sight);
            out.add("pod " + pod.name() + ": " + (reasons.isEmpty() ? why : reasons.get(0)));
        }
    }

    private static void ports(ApiObject service, List<ApiObject> pods, List<String> out) {
        for (JsonNode port : service.spec().path("ports")) {
            JsonNode target = port.has("targetPort") ? port.get("targetPort") : port.path("port");
            String wanted = target.asText();
            Set<String> declared = new LinkedHashSet<>();
            boolean found = false;
            for (ApiObject pod : pods) {
                for (JsonNode container : pod.spec().path("containers")) {
                    for (JsonNode one : container.path("ports")) {
                        String number = one.path("containerPort").asText();
                        String name = Json.textOr(one, "", "name");
                        declared.add(name.isEmpty() ? number : name + " (" + number + ")");
                        found |= wanted.equals(target.isTextual() ? name : number);
                    }
                }
            }
            if (!found && target.isTextual()) {
                out.add("its targetPort " + wanted + " is the name of no port of the pods"
                        + (declared.isEmpty() ? "" : ", which have " + String.join(", ", declared)));
            } else if (!found && !declared.isEmpty()) {
                out.add("its targetPort is " + wanted + ", and the pods declare only " + String.join(", ", declared)
                        + ": does anybody listen there, on all addresses?");
            }
        }
    }

    /** Pods of different makers behind one Service are most often an accident. */
    private static void collision(List<ApiObject> pods, Sight sight, List<String> out) {
        Set<String> makers = new LinkedHashSet<>();
        for (ApiObject pod : pods) {
            OwnerReference owner = pod.controller();
            makers.add(owner == null ? "Pod " + pod.name() : maker(pod.namespace(), owner, sight));
        }
        if (makers.size() > 1) {
            out.add("its selector matches pods of several makers, is that meant? " + Look.few(List.copyOf(makers)));
        }
    }

    private static String maker(String namespace, OwnerReference owner, Sight sight) {
        ApiObject set =
                owner.kind().equals("ReplicaSet") ? sight.find(Resources.REPLICA_SETS, namespace, owner.name()) : null;
        OwnerReference above = set == null ? null : set.controller();
        return above == null ? owner.kind() + " " + owner.name() : above.kind() + " " + above.name();
    }
}
