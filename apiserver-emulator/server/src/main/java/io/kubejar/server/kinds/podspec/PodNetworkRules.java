package io.kubejar.server.kinds.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.IpRules;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The rules of how a pod finds names. Upstream: validatePodDNSConfig and ValidateHostAliases,
 * pkg/apis/core/validation/validation.go, v1.36.
 */
final class PodNetworkRules {
    private static final int SERVERS_MAX = 3;
    private static final int SEARCHES_MAX = 32;
    private static final int SEARCH_CHARS_MAX = 2048;

    private static final int SEARCH_MAX = 253;
    private static final int HOSTNAME_MAX = 64;
    private static final String LABEL = "_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
    private static final String SUBDOMAIN = LABEL + "(\\." + LABEL + ")*";
    private static final Pattern SUBDOMAINS = Pattern.compile(SUBDOMAIN);

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
        for (int i = 0; i < all.size(); i++) {
            search(all.get(i), path + "[" + i + "]", errors);
        }
    }

    /** A search path may end with a dot, and have underscores. Upstream: IsDNS1123SubdomainWithUnderscore. */
    private static void search(String search, String path, FieldErrors errors) {
        String plain = search.endsWith(".") ? search.substring(0, search.length() - 1) : search;
        if (search.equals(".")) {
            return;
        }
        if (Checks.length(plain) > SEARCH_MAX) {
            errors.invalid(path, plain, "must be no more than 253 characters");
        }
        if (!SUBDOMAINS.matcher(plain).matches()) {
            errors.invalid(
                    path,
                    plain,
                    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.',"
                            + " and must start and end with an alphanumeric character (e.g. 'example.com', regex used for"
                            + " validation is '" + SUBDOMAIN + "')");
        }
    }

    /** Checks the name that stands for all others. Upstream: validatePodHostName. */
    static void hostnameOverride(JsonNode spec, String path, FieldErrors errors) {
        String name = Json.text(spec, "hostnameOverride");
        String at = path + ".hostnameOverride";
        if (name == null) {
            return;
        }
        if (Json.isTrue(spec, "setHostnameAsFQDN")) {
            errors.forbidden(at, "may not be specified when setHostnameAsFQDN is true");
        }
        if (Json.isTrue(spec, "hostNetwork")) {
            errors.forbidden(at, "may not be specified when hostNetwork is true");
        }
        if (Checks.length(name) > HOSTNAME_MAX) {
            errors.tooLong(at, HOSTNAME_MAX);
        }
        Checks.subdomain(name, at, errors);
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
