package io.kubejar.server.kinds.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.IpRules;
import java.util.List;

/**
 * The rules of how a pod finds names. Upstream: validatePodDNSConfig and ValidateHostAliases,
 * pkg/apis/core/validation/validation.go, v1.36.
 */
final class PodNetworkRules {
    private static final int SERVERS_MAX = 3;
    private static final int SEARCHES_MAX = 32;
    private static final int SEARCH_CHARS_MAX = 2048;

    private PodNetworkRules() {}

    static void dns(JsonNode spec, String path, FieldErrors errors) {
        JsonNode config = spec.path("dnsConfig");
        String at = path + ".dnsConfig";
        if (Json.textOr(spec, "", "dnsPolicy").equals("None")) {
            if (!config.isObject()) {
                errors.required(at, "must provide `dnsConfig` when `dnsPolicy` is None");
                return;
            }
            if (config.path("nameservers").isEmpty()) {
                errors.required(
                        at + ".nameservers", "must provide at least one DNS nameserver when `dnsPolicy` is None");
                return;
            }
        }
        List<String> servers = Json.strings(config.path("nameservers"));
        if (servers.size() > SERVERS_MAX) {
            errors.invalid(at + ".nameservers", config.path("nameservers"), "must not have more than 3 nameservers");
        }
        for (int i = 0; i < servers.size(); i++) {
            IpRules.legacy(servers.get(i), at + ".nameservers[" + i + "]", List.of(), errors);
        }
        searches(config.path("searches"), at + ".searches", errors);
        for (int i = 0; i < config.path("options").size(); i++) {
            if (Json.textOr(config.path("options").get(i), "", "name").isEmpty()) {
                errors.required(at + ".options[" + i + "]", "must not be empty");
            }
        }
    }

    private static void searches(JsonNode searches, String path, FieldErrors errors) {
        List<String> all = Json.strings(searches);
        if (all.size() > SEARCHES_MAX) {
            errors.invalid(path, searches, "must not have more than 32 search paths");
        }
        if (Checks.length(String.join(" ", all)) > SEARCH_CHARS_MAX) {
            errors.invalid(
                    path, searches, "must not have more than 2048 characters (including spaces) in the search list");
        }
    }

    static void hostAliases(JsonNode aliases, String path, FieldErrors errors) {
        for (int i = 0; i < aliases.size(); i++) {
            String at = path + "[" + i + "]";
            IpRules.legacy(Json.textOr(aliases.get(i), "", "ip"), at + ".ip", List.of(), errors);
            List<String> names = Json.strings(aliases.get(i).path("hostnames"));
            for (int n = 0; n < names.size(); n++) {
                Checks.subdomain(names.get(n), at + ".hostnames[" + n + "]", errors);
            }
        }
    }

    static void readinessGates(JsonNode gates, String path, FieldErrors errors) {
        for (int i = 0; i < gates.size(); i++) {
            Checks.qualified(
                    Json.textOr(gates.get(i), "", "conditionType"), path + "[" + i + "].conditionType", errors);
        }
    }
}
