package io.kubejar.server.kinds.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The rules of a pod's sysctls. Upstream: validateSysctls, pkg/apis/core/validation/validation.go, and GetNamespace,
 * component-helpers/node/util/sysctl, v1.36.
 */
final class SysctlRules {
    private static final int NAME_MAX = 253;
    private static final String SEGMENT = "[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
    private static final String NAME = "^(" + SEGMENT + "[\\./])*" + SEGMENT + "$";
    private static final Pattern NAMES = Pattern.compile(NAME);
    private static final Set<String> OF_IPC = Set.of(
            "kernel.sem",
            "kernel.shmall",
            "kernel.shmmax",
            "kernel.shmmni",
            "kernel.shm_rmid_forced",
            "kernel.shm",
            "kernel.msgmax",
            "kernel.msgmnb",
            "kernel.msgmni",
            "kernel.msg");

    private SysctlRules() {}

    static void validate(JsonNode spec, String path, FieldErrors errors) {
        JsonNode sysctls = spec.path("securityContext").path("sysctls");
        Set<String> names = new HashSet<>();
        for (int i = 0; i < sysctls.size(); i++) {
            String at = path + "[" + i + "].name";
            String name = Json.textOr(sysctls.get(i), "", "name");
            if (name.isEmpty()) {
                errors.required(at, "");
            } else if (Checks.length(name) > NAME_MAX || !NAMES.matcher(name).matches()) {
                errors.invalid(at, name, "must have at most 253 characters and match regex " + NAME);
            } else if (names.contains(name)) {
                errors.duplicate(at, name);
            }
            ofTheHost(name, spec, at, errors);
            names.add(name);
        }
    }

    private static void ofTheHost(String name, JsonNode spec, String path, FieldErrors errors) {
        String whole = normalized(name);
        String plain = whole.substring(0, whole.indexOf('*') < 0 ? whole.length() : whole.indexOf('*'));
        if (Json.isTrue(spec, "hostNetwork") && plain.startsWith("net.")) {
            errors.invalid(path, name, "may not be specified when 'hostNetwork' is true");
        } else if (Json.isTrue(spec, "hostIPC") && (OF_IPC.contains(plain) || plain.startsWith("fs.mqueue."))) {
            errors.invalid(path, name, "may not be specified when 'hostIPC' is true");
        }
    }

    /** With dots between the parts, where the first separator is a slash. Upstream: NormalizeName. */
    private static String normalized(String name) {
        int slash = name.indexOf('/');
        int dot = name.indexOf('.');
        if (slash < 0 || (dot >= 0 && dot < slash)) {
            return name;
        }
        StringBuilder out = new StringBuilder();
        name.chars().forEach(c -> out.append((char) (c == '/' ? '.' : c == '.' ? '/' : c)));
        return out.toString();
    }
}
