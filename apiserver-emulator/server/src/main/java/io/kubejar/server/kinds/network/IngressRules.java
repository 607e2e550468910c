package io.kubejar.server.kinds.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.IpAddress;
import io.kubejar.server.validation.Names;
import io.kubejar.server.validation.ObjectMetaRules;
import java.util.List;

/**
 * The rules of an Ingress. Names of Services may begin with a digit (RelaxedServiceNameValidation). Upstream:
 * ValidateIngressCreate and ValidateIngressUpdate, pkg/apis/networking/validation/validation.go, v1.36.
 */
public final class IngressRules {
    /** The annotation that named a class before there was a field. */
    public static final String CLASS_ANNOTATION = "kubernetes.io/ingress.class";

    private IngressRules() {}

    /**
     * What a change may leave wrong.
     *
     * @param secrets names of Secrets
     * @param wildcards what stands under hosts that begin with {@code *}
     */
    private record Leniency(boolean secrets, boolean wildcards) {}

    /** Checks a new Ingress. */
    public static void create(ObjectNode ingress, FieldErrors errors) {
        spec(ingress.path("spec"), new Leniency(false, false), errors);
        JsonNode named = Json.at(ingress, "metadata", "annotations", CLASS_ANNOTATION);
        JsonNode asked = Json.at(ingress, "spec", "ingressClassName");
        if (named.isTextual() && asked.isTextual() && !named.equals(asked)) {
            errors.invalid(
                    "annotations." + CLASS_ANNOTATION,
                    named.asText(),
                    "must match `ingressClassName` when both are specified");
        }
    }

    /** Checks a changed Ingress; some of what was wrong before may stay wrong. */
    public static void update(ObjectNode ingress, ObjectNode old, FieldErrors errors) {
        ObjectMetaRules.again(ingress, errors);
        JsonNode before = old.path("spec");
        spec(ingress.path("spec"), new Leniency(hasWrongSecret(before), hasWrongWildcard(before)), errors);
    }

    private static boolean hasWrongSecret(JsonNode spec) {
        for (JsonNode tls : spec.path("tls")) {
            if (!secretName(tls).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasWrongWildcard(JsonNode spec) {
        for (JsonNode rule : spec.path("rules")) {
            FieldErrors wrong = new FieldErrors();
            if (Json.textOr(rule, "", "host").contains("*")) {
                paths(rule, false, "", wrong);
            }
            if (!wrong.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private static void spec(JsonNode spec, Leniency leniency, FieldErrors errors) {
        JsonNode rules = spec.path("rules");
        JsonNode otherwise = spec.path("defaultBackend");
        if (rules.isEmpty() && !otherwise.isObject()) {
            errors.invalid("spec", rules, "either `defaultBackend` or `rules` must be specified");
        }
        if (otherwise.isObject()) {
            IngressBackendRules.backend(otherwise, true, "spec.defaultBackend", errors);
        }
        for (int i = 0; i < rules.size(); i++) {
            rule(rules.get(i), leniency, "spec.rules[" + i + "]", errors);
        }
        JsonNode tls = spec.path("tls");
        for (int i = 0; i < tls.size(); i++) {
            tls(tls.get(i), leniency, "spec.tls[" + i + "]", errors);
        }
        if (spec.hasNonNull("ingressClassName")) {
            Checks.subdomain(spec.get("ingressClassName").asText(), "spec.ingressClassName", errors);
        }
    }

    private static void rule(JsonNode rule, Leniency leniency, String path, FieldErrors errors) {
        String host = Json.textOr(rule, "", "host");
        if (!host.isEmpty()) {
            if (IpAddress.parse(host) != null) {
                errors.invalid(path + ".host", host, "must be a DNS name, not an IP address");
            }
            host(host, path + ".host", errors);
        }
        if (!host.contains("*") || !leniency.wildcards) {
            paths(rule, true, path, errors);
        }
    }

    private static void paths(JsonNode rule, boolean digits, String path, FieldErrors errors) {
        if (rule.path("http").isObject()) {
            IngressBackendRules.paths(rule.path("http"), digits, path + ".http", errors);
        }
    }

    private static void host(String host, String path, FieldErrors errors) {
        List<String> wrong = host.contains("*") ? Names.wildcard(host) : Names.subdomain(host);
        wrong.forEach(w -> errors.invalid(path, host, w));
    }

    private static void tls(JsonNode tls, Leniency leniency, String path, FieldErrors errors) {
        List<String> hosts = Json.strings(tls.path("hosts"));
        for (int i = 0; i < hosts.size(); i++) {
            host(hosts.get(i), path + ".hosts[" + i + "]", errors);
        }
        if (!leniency.secrets) {
            String name = Json.textOr(tls, "", "secretName");
            secretName(tls).forEach(w -> errors.invalid(path + ".secretName", name, w));
        }
    }

    private static List<String> secretName(JsonNode tls) {
        String name = Json.textOr(tls, "", "secretName");
        return name.isEmpty() ? List.of() : Names.subdomain(name);
    }
}
