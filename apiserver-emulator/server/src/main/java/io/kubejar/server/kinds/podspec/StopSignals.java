package io.kubejar.server.kinds.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.FieldErrors;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules of the signal that stops a container. Upstream: validateStopSignal, pkg/apis/core/validation/validation.go,
 * v1.36.
 */
final class StopSignals {
    private static final String[] OF_WINDOWS = {"SIGKILL", "SIGTERM"};
    private static final List<String> OF_LINUX = ofLinux();

    private StopSignals() {}

    /** All by name, as Go sorts them. */
    private static List<String> ofLinux() {
        List<String> names = new ArrayList<>();
        String plain =
                "ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV STKFLT STOP SYS"
                        + " TERM TRAP TSTP TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ RTMIN RTMAX";
        for (String name : plain.split(" ", -1)) {
            names.add("SIG" + name);
        }
        for (int i = 1; i <= 15; i++) {
            names.add("SIGRTMIN+" + i);
        }
        for (int i = 1; i <= 14; i++) {
            names.add("SIGRTMAX-" + i);
        }
        names.sort(null);
        return List.copyOf(names);
    }

    static void validate(String signal, JsonNode os, String path, FieldErrors errors) {
        if (!os.isObject()) {
            errors.forbidden(path, "may not be set for containers with empty `spec.os.name`");
            return;
        }
        String name = Json.textOr(os, "", "name");
        if (name.equals("windows") && !List.of(OF_WINDOWS).contains(signal)) {
            errors.unsupported(path, signal, OF_WINDOWS);
        } else if (name.equals("linux") && !OF_LINUX.contains(signal)) {
            errors.unsupported(path, signal, OF_LINUX.toArray(String[]::new));
        }
    }
}
