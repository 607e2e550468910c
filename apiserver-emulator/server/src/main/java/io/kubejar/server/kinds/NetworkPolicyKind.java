package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.kinds.network.NetworkPolicyRules;
import io.kubejar.server.kinds.network.PolicyBlocks;
import io.kubejar.server.kinds.podspec.PodSpecDefaults;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.SpecAndStatus;
import io.kubejar.server.validation.FieldErrors;
import java.util.List;

/**
 * A network policy, which has no status. Upstream: pkg/registry/networking/networkpolicy, SetDefaults_NetworkPolicy and
 * SetDefaults_NetworkPolicyPort, pkg/apis/networking/v1/defaults.go, v1.36.
 */
public final class NetworkPolicyKind implements SpecAndStatus {
    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy")
                .shortNames("netpol")
                .columns(() -> List.of(
                        Columns.name(),
                        Columns.string(
                                "Pod-Selector",
                                Columns.doc("io.k8s.api.networking.v1.NetworkPolicySpec", "podSelector"),
                                o -> Columns.selectorText(o.path("spec").path("podSelector"))),
                        Columns.age()))
                .strategy(new NetworkPolicyKind())
                .build();
    }

    @Override
    public void defaults(ObjectNode policy) {
        ObjectNode spec = Json.child(policy, "spec");
        for (String direction : List.of("ingress", "egress")) {
            for (JsonNode rule : spec.path(direction)) {
                rule.path("ports").forEach(port -> PodSpecDefaults.putIfAbsent((ObjectNode) port, "protocol", "TCP"));
            }
        }
        if (spec.path("policyTypes").isEmpty()) {
            ArrayNode types = spec.putArray("policyTypes").add("Ingress");
            if (!spec.path("egress").isEmpty()) {
                types.add("Egress");
            }
        }
    }

    @Override
    public void validate(ObjectNode policy, FieldErrors errors) {
        NetworkPolicyRules.create(policy, errors);
    }

    @Override
    public void validateUpdate(ObjectNode policy, ObjectNode old, FieldErrors errors) {
        NetworkPolicyRules.update(policy, old, errors);
    }

    @Override
    public List<String> warnings(ObjectNode policy) {
        return PolicyBlocks.warnings(policy);
    }
}
