package io.kubejar.server.kinds.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.FieldErrors;
import java.util.List;

/**
 * The rules of what a pod of an operating system may not say. Upstream: validateOS, validateLinux and validateWindows,
 * pkg/apis/core/validation/validation.go, v1.36.
 */
final class OsRules {
    private static final String NOT_ON_WINDOWS = "cannot be set for a windows pod";
    private static final String NOT_ON_LINUX = "windows options cannot be set for a linux pod";
    private static final List<String> CONTAINER_FIELDS = List.of(
            "appArmorProfile",
            "seLinuxOptions",
            "seccompProfile",
            "capabilities",
            "readOnlyRootFilesystem",
            "privileged",
            "allowPrivilegeEscalation",
            "procMount",
            "runAsUser",
            "runAsGroup");

    private OsRules() {}

    /** Checks the operating system and what comes with it, if there is one. */
    static void validate(JsonNode spec, String path, FieldErrors errors) {
        if (!spec.path("os").isObject()) {
            return;
        }
        String name = Json.textOr(spec, "", "os", "name");
        switch (name) {
            case "" -> errors.required(path + ".os.name", "");
            case "linux" -> linux(spec, path, errors);
            case "windows" -> windows(spec, path, errors);
            default -> errors.unsupported(path + ".os", name, "linux", "windows");
        }
    }

    private static void linux(JsonNode spec, String path, FieldErrors errors) {
        if (spec.path("securityContext").hasNonNull("windowsOptions")) {
            errors.forbidden(path + ".securityContext.windowsOptions", NOT_ON_LINUX);
        }
        PodScope.visit(spec, path, (container, at) -> {
            if (container.path("securityContext").hasNonNull("windowsOptions")) {
                errors.forbidden(at + ".securityContext.windowsOptions", NOT_ON_LINUX);
            }
        });
    }

    private static void windows(JsonNode spec, String path, FieldErrors errors) {
        JsonNode context = spec.path("securityContext");
        String at = path + ".securityContext";
        given(context, List.of("appArmorProfile", "seLinuxOptions"), at, errors);
        given(spec, List.of("hostUsers"), path, errors);
        for (String field : List.of("hostPID", "hostIPC")) {
            if (Json.isTrue(spec, field)) {
                errors.forbidden(path + "." + field, NOT_ON_WINDOWS);
            }
        }
        given(context, List.of("seccompProfile", "fsGroup", "fsGroupChangePolicy"), at, errors);
        if (!context.path("sysctls").isEmpty()) {
            errors.forbidden(at + ".sysctls", NOT_ON_WINDOWS);
        }
        given(spec, List.of("shareProcessNamespace"), path, errors);
        given(
                context,
                List.of(
                        "runAsUser",
                        "runAsGroup",
                        "supplementalGroups",
                        "supplementalGroupsPolicy",
                        "seLinuxChangePolicy"),
                at,
                errors);
        PodScope.visit(
                spec,
                path,
                (container, place) ->
                        given(container.path("securityContext"), CONTAINER_FIELDS, place + ".securityContext", errors));
    }

    private static void given(JsonNode holder, List<String> fields, String path, FieldErrors errors) {
        for (String field : fields) {
            if (holder.hasNonNull(field)) {
                errors.forbidden(path + "." + field, NOT_ON_WINDOWS);
            }
        }
    }
}
