package io.kubejar.server.kinds.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.InternalForm;
import java.util.List;

/**
 * The rules of security contexts. Upstream: validatePodSpecSecurityContext, ValidateSecurityContext and
 * validateHostUsers, pkg/apis/core/validation/validation.go, v1.36.
 */
public final class SecurityRules {
    private static final String RANGE = "must be between 0 and 2147483647, inclusive";
    private static final String WITHOUT_HOST_USERS = "when `hostUsers` is false";

    private SecurityRules() {}

    /** Checks what a pod says for all its containers. */
    static void pod(JsonNode spec, String path, FieldErrors errors) {
        JsonNode context = spec.path("securityContext");
        String at = path + ".securityContext";
        id(context, "fsGroup", at, errors);
        id(context, "runAsUser", at, errors);
        id(context, "runAsGroup", at, errors);
        JsonNode groups = context.path("supplementalGroups");
        for (int i = 0; i < groups.size(); i++) {
            id(groups.get(i), at + ".supplementalGroups[" + i + "]", errors);
        }
        if (Json.isTrue(spec, "shareProcessNamespace") && Json.isTrue(spec, "hostPID")) {
            errors.invalidShown(
                    at + ".shareProcessNamespace", "true", "ShareProcessNamespace and HostPID cannot both be enabled");
        }
        SysctlRules.validate(spec, at + ".sysctls", errors);
        oneOf(context, "fsGroupChangePolicy", at, errors, "Always", "OnRootMismatch");
        ProfileRules.seccomp(context.path("seccompProfile"), at + ".seccompProfile", errors);
        WindowsRules.options(context.path("windowsOptions"), at + ".windowsOptions", errors);
        ProfileRules.appArmor(context.path("appArmorProfile"), at + ".appArmorProfile", errors);
        oneOf(context, "supplementalGroupsPolicy", at, errors, "Merge", "Strict");
        oneOf(context, "seLinuxChangePolicy", at, errors, "Recursive"); // SELinuxMount is off
    }

    /** Checks what a container says. */
    static void container(JsonNode context, boolean hostUsers, String path, FieldErrors errors) {
        id(context, "runAsUser", path, errors);
        id(context, "runAsGroup", path, errors);
        oneOf(context, "procMount", path, errors, "Default", "Unmasked");
        if (hostUsers && Json.textOr(context, "", "procMount").equals("Unmasked")) {
            errors.invalid(path + ".procMount", "Unmasked", "`hostUsers` must be false to use `Unmasked`");
        }
        ProfileRules.seccomp(context.path("seccompProfile"), path + ".seccompProfile", errors);
        escalation(context, path, errors);
        WindowsRules.options(context.path("windowsOptions"), path + ".windowsOptions", errors);
        ProfileRules.appArmor(context.path("appArmorProfile"), path + ".appArmorProfile", errors);
    }

    private static void escalation(JsonNode context, String path, FieldErrors errors) {
        JsonNode escalation = context.path("allowPrivilegeEscalation");
        if (!escalation.isBoolean() || escalation.booleanValue()) {
            return;
        }
        String shown = InternalForm.show("SecurityContext", context);
        String begin = "cannot set `allowPrivilegeEscalation` to false and ";
        if (Json.isTrue(context, "privileged")) {
            errors.invalidShown(path, shown, begin + "`privileged` to true");
        }
        for (String added : Json.strings(context.path("capabilities").path("add"))) {
            if (added.equals("CAP_SYS_ADMIN")) {
                errors.invalidShown(path, shown, begin + "`capabilities.Add` CAP_SYS_ADMIN");
            }
        }
    }

    /** Checks that a pod with users of its own shares nothing else with its host. */
    static void ownUsers(JsonNode spec, String path, FieldErrors errors) {
        JsonNode hostUsers = spec.path("hostUsers");
        if (!hostUsers.isBoolean() || hostUsers.booleanValue()) {
            return;
        }
        if (Json.isTrue(spec, "hostNetwork")) {
            errors.forbidden(path + ".hostNetwork", WITHOUT_HOST_USERS);
        }
        if (Json.isTrue(spec, "hostPID")) {
            errors.forbidden(path + ".HostPID", WITHOUT_HOST_USERS);
        }
        if (Json.isTrue(spec, "hostIPC")) {
            errors.forbidden(path + ".HostIPC", WITHOUT_HOST_USERS);
        }
        PodScope.visit(spec, path, (container, at) -> {
            if (!container.path("volumeDevices").isEmpty()) {
                errors.forbidden(at + ".volumeDevices", WITHOUT_HOST_USERS);
            }
        });
    }

    /** A number, where there is one, is a user's or a group's. Upstream: IsValidUserID and IsValidGroupID. */
    public static void id(JsonNode value, String path, FieldErrors errors) {
        if (value.isNumber() && (value.longValue() < 0 || value.longValue() > Integer.MAX_VALUE)) {
            errors.invalid(path, value, RANGE);
        }
    }

    private static void id(JsonNode context, String field, String path, FieldErrors errors) {
        id(context.path(field), path + "." + field, errors);
    }

    private static void oneOf(JsonNode context, String field, String path, FieldErrors errors, String... known) {
        String value = Json.text(context, field);
        if (value != null && !List.of(known).contains(value)) {
            errors.unsupported(path + "." + field, value, known);
        }
    }
}
