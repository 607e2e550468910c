package io.kubejar.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.ListOptions;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import java.util.List;

/** Says in words why a pod is as it is. */
final class Explanation {
    private final ApiClient client;
    private final Timeline timeline;

    Explanation(ApiClient client, Timeline timeline) {
        this.client = client;
        this.timeline = timeline;
    }

    String ofPod(String namespace, String name) {
        ApiObject pod = client.get(ResourceRef.of(Resources.PODS, namespace, name));
        StringBuilder out = new StringBuilder();
        out.append("pod ").append(namespace).append('/').append(name).append(" is ");
        out.append(Json.textOr(pod.status(), "Pending", "phase"));
        String node = Json.textOr(pod.spec(), "", "nodeName");
        out.append(node.isEmpty() ? ", not assigned to a node" : " on " + node).append('\n');
        conditions(pod, out);
        containers(pod, out);
        events(pod, out);
        causes(namespace, name, out);
        return out.toString();
    }

    private static void conditions(ApiObject pod, StringBuilder out) {
        for (JsonNode condition : pod.status().path("conditions")) {
            if (!"True".equals(Json.text(condition, "status"))) {
                out.append("  ").append(Json.textOr(condition, "", "type")).append(" is ");
                out.append(Json.textOr(condition, "", "status")).append(": ");
                out.append(Json.textOr(condition, "", "reason")).append(' ');
                out.append(Json.textOr(condition, "", "message")).append('\n');
            }
        }
    }

    private static void containers(ApiObject pod, StringBuilder out) {
        for (String list : List.of("initContainerStatuses", "containerStatuses")) {
            for (JsonNode container : pod.status().path(list)) {
                JsonNode state = container.path("state");
                for (String kind : List.of("waiting", "terminated")) {
                    if (state.has(kind)) {
                        out.append("  container ").append(Json.textOr(container, "", "name"));
                        out.append(" is ").append(kind).append(": ");
                        out.append(Json.textOr(state, "", kind, "reason")).append(' ');
                        out.append(Json.textOr(state, "", kind, "message")).append('\n');
                    }
                }
            }
        }
    }

    private void events(ApiObject pod, StringBuilder out) {
        ListOptions about = ListOptions.fields("involvedObject.uid=" + pod.uid());
        for (ApiObject event : client.list(ResourceRef.of(Resources.EVENTS, pod.namespace()), about)
                .items()) {
            out.append("  event ").append(event.at("reason").asText()).append(": ");
            out.append(event.at("message").asText()).append('\n');
        }
    }

    /** The chain of writes that led to the pod, the last first. */
    private void causes(String namespace, String name, StringBuilder out) {
        String path = ResourceRef.of(Resources.PODS, namespace, name).path();
        List<Timeline.Entry> made =
                timeline.entries(e -> e.path().equals(path) && e.verb().equals("create"));
        long revision = made.isEmpty() ? 0 : made.get(made.size() - 1).revision();
        while (revision != 0) {
            long wanted = revision;
            List<Timeline.Entry> found = timeline.entries(e -> e.revision() == wanted);
            if (found.isEmpty()) {
                return;
            }
            out.append("  because ").append(found.get(0).toString().strip()).append('\n');
            revision = found.get(0).cause();
        }
    }
}
