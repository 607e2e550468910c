package io.kubejar.server.kinds.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.IpRange;
import io.kubejar.server.validation.IpRules;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The rules of a network policy. Upstream: ValidateNetworkPolicy and ValidateNetworkPolicyUpdate,
 * pkg/apis/networking/validation/validation.go, v1.36.
 */
public final class NetworkPolicyRules {
    private static final List<String> TYPES = List.of("Ingress", "Egress");

    private NetworkPolicyRules() {}

    /**
     * What a change may leave wrong.
     *
     * @param values whether values in selectors are not looked at
     * @param ranges ranges of addresses that were there before
     */
    private record Leniency(boolean values, Set<String> ranges) {}

    /** Checks a new policy. */
    public static void create(ObjectNode policy, FieldErrors errors) {
        spec(policy.path("spec"), new Leniency(false, Set.of()), errors);
    }

    /** Checks a changed policy. */
    public static void update(ObjectNode policy, ObjectNode old, FieldErrors errors) {
        FieldErrors before = new FieldErrors();
        Checks.selector(old.path("spec").path("podSelector"), "", before);
        Set<String> ranges = new HashSet<>();
        PolicyBlocks.of(old).forEach((path, block) -> {
            ranges.add(Json.textOr(block, "", "cidr"));
            ranges.addAll(Json.strings(block.path("except")));
        });
        spec(policy.path("spec"), new Leniency(!before.isEmpty(), ranges), errors);
    }

    private static void spec(JsonNode spec, Leniency leniency, FieldErrors errors) {
        Checks.selector(spec.path("podSelector"), "spec.podSelector", leniency.values, errors);
        rules(spec.path("ingress"), "from", "spec.ingress", leniency, errors);
        rules(spec.path("egress"), "to", "spec.egress", leniency, errors);
        JsonNode types = spec.path("policyTypes");
        if (types.size() > TYPES.size()) {
            errors.invalid("spec.policyTypes", types, "may not specify more than two policyTypes");
            return;
        }
        for (int i = 0; i < types.size(); i++) {
            String type = types.get(i).asText();
            if (!TYPES.contains(type)) {
                errors.unsupported("spec.policyTypes[" + i + "]", type, "Ingress", "Egress");
            }
        }
    }

    private static void rules(JsonNode rules, String peers, String path, Leniency leniency, FieldErrors errors) {
        for (int r = 0; r < rules.size(); r++) {
            String at = path + "[" + r + "].";
            JsonNode ports = rules.get(r).path("ports");
            for (int i = 0; i < ports.size(); i++) {
                port(ports.get(i), at + "ports[" + i + "]", errors);
            }
            JsonNode others = rules.get(r).path(peers);
            for (int i = 0; i < others.size(); i++) {
                peer(others.get(i), at + peers + "[" + i + "]", leniency, errors);
            }
        }
    }

    private static void port(JsonNode port, String path, FieldErrors errors) {
        String protocol = Json.textOr(port, "TCP", "protocol");
        if (!List.of("TCP", "UDP", "SCTP").contains(protocol)) {
            errors.unsupported(path + ".protocol", protocol, "TCP", "UDP", "SCTP");
        }
        JsonNode first = port.path("port");
        JsonNode last = port.path("endPort");
        String end = path + ".endPort";
        if (first.isTextual()) {
            if (last.isNumber()) {
                errors.invalid(end, last, "may not be specified when `port` is non-numeric");
            }
            Checks.portNumberOrName(first, path + ".port", errors);
        } else if (first.isNumber()) {
            Checks.portNumberOrName(first, path + ".port", errors);
            if (last.isNumber()) {
                if (last.longValue() < first.longValue()) {
                    errors.invalid(end, first, "must be greater than or equal to `port`"); // upstream shows the port
                }
                Checks.portNumber(last.longValue(), end, errors);
            }
        } else if (last.isNumber()) {
            errors.invalid(end, last, "may not be specified when `port` is not specified");
        }
    }

    private static void peer(JsonNode peer, String path, Leniency leniency, FieldErrors errors) {
        boolean selected = false;
        for (String field : List.of("podSelector", "namespaceSelector")) {
            if (peer.path(field).isObject()) {
                selected = true;
                Checks.selector(peer.get(field), path + "." + field, leniency.values, errors);
            }
        }
        JsonNode block = peer.path("ipBlock");
        if (block.isObject()) {
            block(block, path + ".ipBlock", leniency.ranges, errors);
        } else if (!selected) {
            errors.required(path, "must specify a peer");
        }
        if (block.isObject() && selected) {
            errors.forbidden(path, "may not specify both ipBlock and another peer");
        }
    }

    private static void block(JsonNode block, String path, Set<String> before, FieldErrors errors) {
        String whole = Json.textOr(block, "", "cidr");
        if (whole.isEmpty()) {
            errors.required(path + ".cidr", "");
            return;
        }
        IpRules.range(whole, path + ".cidr", before, errors);
        IpRange range = IpRange.parse(whole);
        List<String> holes = range == null ? List.of() : Json.strings(block.path("except"));
        for (int i = 0; i < holes.size(); i++) {
            String at = path + ".except[" + i + "]";
            IpRules.range(holes.get(i), at, before, errors);
            IpRange hole = IpRange.parse(holes.get(i));
            if (range != null && hole != null && !(range.contains(hole.address()) && range.ones() < hole.ones())) {
                errors.invalid(at, holes.get(i), "must be a strict subset of `cidr`");
            }
        }
    }
}
