package io.kubejar.server.kinds.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.IpRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The ranges of addresses in a network policy. Upstream: pkg/registry/networking/networkpolicy/strategy.go, v1.36. */
public final class PolicyBlocks {
    private PolicyBlocks() {}

    /** All ipBlocks by their paths, in order. */
    static Map<String, JsonNode> of(ObjectNode policy) {
        Map<String, JsonNode> out = new LinkedHashMap<>();
        collect(policy, "ingress", "from", out);
        collect(policy, "egress", "to", out);
        return out;
    }

    private static void collect(ObjectNode policy, String direction, String peers, Map<String, JsonNode> out) {
        JsonNode rules = policy.path("spec").path(direction);
        for (int r = 0; r < rules.size(); r++) {
            JsonNode others = rules.get(r).path(peers);
            for (int i = 0; i < others.size(); i++) {
                if (others.get(i).path("ipBlock").isObject()) {
                    String path = "spec." + direction + "[" + r + "]." + peers + "[" + i + "].ipBlock";
                    out.put(path, others.get(i).get("ipBlock"));
                }
            }
        }
    }

    /** Warnings about ranges that are well but not in their usual form. Upstream: networkPolicyWarnings. */
    public static List<String> warnings(ObjectNode policy) {
        List<String> out = new ArrayList<>();
        of(policy).forEach((path, block) -> {
            out.addAll(IpRules.rangeWarnings(Json.textOr(block, "", "cidr"), path + ".cidr"));
            List<String> holes = Json.strings(block.path("except"));
            for (int i = 0; i < holes.size(); i++) {
                out.addAll(IpRules.rangeWarnings(holes.get(i), path + ".except[" + i + "]"));
            }
        });
        return out;
    }
}
