package io.kubejar.server.kinds.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.InternalForm;

/**
 * The rules of seccomp's and AppArmor's profiles. Upstream: validateSeccompProfileField and
 * ValidateAppArmorProfileField, pkg/apis/core/validation/validation.go, v1.36.
 */
final class ProfileRules {
    private static final int PATH_MAX = 4095;
    private static final String[] TYPES = {"Localhost", "RuntimeDefault", "Unconfined"};

    private ProfileRules() {}

    /** Checks a seccomp profile, if there is one. */
    static void seccomp(JsonNode profile, String path, FieldErrors errors) {
        if (!profile.isObject()) {
            return;
        }
        String type = Json.textOr(profile, "", "type");
        if (type.isEmpty()) {
            errors.required(path + ".type", "type is required when seccompProfile is set");
        } else {
            Checks.oneOf(profile, "type", path, errors, TYPES);
        }
        String file = Json.text(profile, "localhostProfile");
        String at = path + ".localhostProfile";
        if (!type.equals("Localhost")) {
            if (file != null) {
                errors.invalidShown(
                        at,
                        InternalForm.show("SeccompProfile", profile),
                        "can only be set when seccomp type is Localhost");
            }
        } else if (file == null) {
            errors.required(at, "must be set when seccomp type is Localhost");
        } else {
            PathRules.descending(file, at, errors);
        }
    }

    /** Checks an AppArmor profile, if there is one. */
    static void appArmor(JsonNode profile, String path, FieldErrors errors) {
        if (!profile.isObject()) {
            return;
        }
        String file = Json.text(profile, "localhostProfile");
        String at = path + ".localhostProfile";
        String type = Json.textOr(profile, "", "type");
        switch (type) {
            case "Localhost" -> {
                if (file == null || file.isEmpty()) {
                    errors.required(at, "must be set when AppArmor type is Localhost");
                } else if (!file.strip().equals(file)) {
                    errors.invalid(at, file, "must not be padded with whitespace");
                }
                if (file != null && Checks.length(file) > PATH_MAX) {
                    errors.tooLong(at, PATH_MAX);
                }
            }
            case "RuntimeDefault", "Unconfined" -> {
                if (file != null) {
                    errors.invalid(at, file, "can only be set when AppArmor type is Localhost");
                }
            }
            case "" -> errors.required(path + ".type", "type is required when appArmorProfile is set");
            default -> errors.unsupported(path + ".type", type, TYPES);
        }
    }
}
