package io.kubejar.server.kinds.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import java.util.regex.Pattern;

/**
 * The rules of what is said to Windows. Upstream: validateWindowsSecurityContextOptions and validateWindowsHostProcessPod,
 * pkg/apis/core/validation/validation.go, v1.36.
 */
final class WindowsRules {
    private static final int CREDENTIALS_MAX = 64 * 1024;
    private static final int DOMAIN_END = 256;
    private static final int USER_MAX = 104;
    private static final String DNS_LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final Pattern NET_BIOS = Pattern.compile("[^\\\\/:*?\"<>|.][^\\\\/:*?\"<>|]{0,14}");
    private static final Pattern DNS = Pattern.compile(DNS_LABEL + "(?:\\." + DNS_LABEL + ")*");
    private static final Pattern DOTS_AND_SPACES = Pattern.compile("[. ]+");
    private static final Pattern NOT_IN_A_USER = Pattern.compile("[\"/\\\\:;|=,+*?<>@\\[\\]]");

    private WindowsRules() {}

    /** Checks the options of a security context, if there are any. */
    static void options(JsonNode options, String path, FieldErrors errors) {
        String name = Json.text(options, "gmsaCredentialSpecName");
        if (name != null) {
            Checks.subdomain(name, path + ".gmsaCredentialSpecName", errors);
        }
        String credentials = Json.text(options, "gmsaCredentialSpec");
        if (credentials != null) {
            String at = path + ".gmsaCredentialSpec";
            if (credentials.isEmpty()) {
                errors.invalid(at, credentials, "gmsaCredentialSpec cannot be an empty string");
            } else if (Checks.length(credentials) > CREDENTIALS_MAX) {
                errors.invalid(at, credentials, "gmsaCredentialSpec size must be under 64 KiB");
            }
        }
        String runAs = Json.text(options, "runAsUserName");
        if (runAs != null) {
            runAs(runAs, path + ".runAsUserName", errors);
        }
    }

    private static void runAs(String name, String path, FieldErrors errors) {
        int backslash = name.indexOf('\\');
        if (name.isEmpty()) {
            errors.invalid(path, name, "runAsUserName cannot be an empty string");
        } else if (CONTROL.matcher(name).find()) {
            errors.invalid(path, name, "runAsUserName cannot contain control characters");
        } else if (backslash != name.lastIndexOf('\\')) {
            errors.invalid(path, name, "runAsUserName cannot contain more than one backslash");
        } else {
            if (backslash >= 0) {
                domain(name, name.substring(0, backslash), path, errors);
            }
            user(name, name.substring(backslash + 1), path, errors);
        }
    }

    private static void domain(String name, String domain, String path, FieldErrors errors) {
        if (Checks.length(domain) >= DOMAIN_END) {
            errors.invalid(path, name, "runAsUserName's Domain length must be under 256 characters");
        }
        if (!NET_BIOS.matcher(domain).matches() && !DNS.matcher(domain).matches()) {
            errors.invalid(path, name, "runAsUserName's Domain doesn't match the NetBios nor the DNS format");
        }
    }

    private static void user(String name, String user, String path, FieldErrors errors) {
        if (user.isEmpty()) {
            errors.invalid(path, name, "runAsUserName's User cannot be empty");
        } else if (Checks.length(user) > USER_MAX) {
            errors.invalid(path, name, "runAsUserName's User length must not be longer than 104 characters");
        }
        if (DOTS_AND_SPACES.matcher(user).matches()) {
            errors.invalid(path, name, "runAsUserName's User cannot contain only periods or spaces");
        }
        if (NOT_IN_A_USER.matcher(user).find()) {
            errors.invalid(
                    path, name, "runAsUserName's User cannot contain the following characters: \"/\\:;|=,+*?<>@[]");
        }
    }

    /** Checks that either all containers are processes of the host, or none. */
    static void hostProcess(JsonNode spec, String path, FieldErrors errors) {
        JsonNode ofPod = hostProcess(spec);
        int[] counts = new int[2];
        PodScope.visit(spec, path, (container, at) -> {
            JsonNode own = hostProcess(container);
            if (ofPod.isBoolean() && own.isBoolean() && !own.equals(ofPod)) {
                errors.invalid(
                        at + ".securityContext.windowsOptions.hostProcess",
                        own,
                        "pod hostProcess value must be identical if both are specified, was " + ofPod.booleanValue());
            }
            counts[0]++;
            counts[1] += (own.isBoolean() ? own : ofPod).asBoolean() ? 1 : 0;
        });
        if (counts[1] == 0) {
            return;
        }
        if (counts[1] != counts[0]) {
            errors.invalid(
                    path,
                    "",
                    "If pod contains any hostProcess containers then all containers must be HostProcess containers");
        }
        if (!Json.isTrue(spec, "hostNetwork")) {
            errors.invalidShown(
                    path + ".hostNetwork",
                    "false",
                    "hostNetwork must be true if pod contains any hostProcess containers");
        }
    }

    private static JsonNode hostProcess(JsonNode holder) {
        return holder.path("securityContext").path("windowsOptions").path("hostProcess");
    }
}
