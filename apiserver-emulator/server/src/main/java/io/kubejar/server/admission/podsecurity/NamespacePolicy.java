package io.kubejar.server.admission.podsecurity;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.server.admission.podsecurity.Standard.Level;
import io.kubejar.server.validation.FieldErrors;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a namespace's labels ask of its pods. Pure. Upstream: PolicyToEvaluate, pod-security-admission/api/helpers.go, v1.36.
 * What is to be audited is checked and has no effect: there is no audit log.
 *
 * @param enforce what pods must be
 * @param warn what makers of other pods are warned of
 */
record NamespacePolicy(Standard enforce, Standard warn) {
    private static final String PREFIX = "pod-security.kubernetes.io/";
    private static final Pattern VERSION = Pattern.compile("v1\\.(0|[1-9]\\d{0,8})");

    /** Reads labels; what cannot be read is told of and counts as the strictest, for warnings as the mildest. */
    static NamespacePolicy of(JsonNode namespace, FieldErrors errors) {
        JsonNode labels = Standard.labels(namespace);
        FieldErrors levels = new FieldErrors();
        Level enforce = level(labels, "enforce", Level.RESTRICTED, levels);
        boolean known = labels.has(PREFIX + "enforce") && levels.isEmpty();
        errors.addAll(levels);
        int enforceVersion = version(labels, "enforce", errors);
        level(labels, "audit", Level.PRIVILEGED, errors);
        version(labels, "audit", errors);
        Level warn = level(labels, "warn", Level.PRIVILEGED, errors);
        int warnVersion = version(labels, "warn", errors);
        if (!labels.has(PREFIX + "warn") && known && enforce.compareTo(warn) > 0) {
            warn = enforce;
            warnVersion = labels.has(PREFIX + "warn-version") ? warnVersion : enforceVersion;
        }
        return new NamespacePolicy(new Standard(enforce, enforceVersion), new Standard(warn, warnVersion));
    }

    private static Level level(JsonNode labels, String mode, Level whenWrong, FieldErrors errors) {
        String label = PREFIX + mode;
        if (!labels.has(label)) {
            return Level.PRIVILEGED;
        }
        String value = labels.get(label).asText();
        for (Level level : Level.values()) {
            if (level.name().toLowerCase(Locale.ROOT).equals(value)) {
                return level;
            }
        }
        errors.invalid(path(label), value, "must be one of privileged, baseline, restricted");
        return whenWrong;
    }

    private static int version(JsonNode labels, String mode, FieldErrors errors) {
        String label = PREFIX + mode + "-version";
        String value = labels.path(label).asText("latest");
        if (value.equals("latest")) {
            return Standard.LATEST;
        }
        Matcher matcher = VERSION.matcher(value);
        if (matcher.matches()) {
            return Integer.parseInt(matcher.group(1));
        }
        errors.invalid(path(label), value, "must be \"latest\" or \"v1.x\"");
        return Standard.LATEST;
    }

    private static String path(String label) {
        return "metadata.labels[" + label + "]";
    }
}
