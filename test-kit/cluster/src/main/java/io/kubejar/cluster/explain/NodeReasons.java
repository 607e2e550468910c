package io.kubejar.cluster.explain;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import java.util.ArrayList;
import java.util.List;

/** Why a node takes no pods. */
final class NodeReasons {
    private NodeReasons() {}

    static List<String> of(ApiObject node) {
        List<String> out = new ArrayList<>();
        JsonNode ready = Look.condition(node, "Ready");
        if (ready == null) {
            out.add("its kubelet has never reported");
        } else if ("Unknown".equals(Json.text(ready, "status"))) {
            out.add("its kubelet does not report any more, " + Look.words(ready));
        } else if ("False".equals(Json.text(ready, "status"))) {
            out.add("its kubelet says that it is not ready, " + Look.words(ready));
        }
        for (JsonNode condition : node.status().path("conditions")) {
            if (Json.textOr(condition, "", "type").endsWith("Pressure")
                    && "True".equals(Json.text(condition, "status"))) {
                out.add("it is under " + Json.text(condition, "type") + ", " + Look.words(condition));
            }
        }
        if (Json.isTrue(node.spec(), "unschedulable")) {
            out.add("it is cordoned: kubectl uncordon " + node.name());
        }
        return out;
    }
}
