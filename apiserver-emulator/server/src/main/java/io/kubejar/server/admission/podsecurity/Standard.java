package io.kubejar.server.admission.podsecurity;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A level of the pod security standards in one version. Pure. Upstream: LevelVersion, pod-security-admission/api, and
 * policy/registry.go, v1.36.
 *
 * @param minor the minor version, {@link #LATEST} for the newest
 */
record Standard(Level level, int minor) {
    static final int LATEST = Integer.MAX_VALUE;

    /** The levels, each stricter than the one before. */
    enum Level {
        PRIVILEGED,
        BASELINE,
        RESTRICTED
    }

    private static final List<Check> CHECKS = checks();

    private static List<Check> checks() {
        List<Check> out = new ArrayList<>(BaselineChecks.all());
        out.addAll(ProfileChecks.all());
        out.addAll(RestrictedChecks.all());
        return List.copyOf(out);
    }

    /** What is wrong with a pod or a template, in upstream's order: the checks of baseline first, each part by name. */
    List<Finding> findings(JsonNode pod) {
        if (level == Level.PRIVILEGED) {
            return List.of();
        }
        Map<String, Check> newest = new TreeMap<>();
        Set<String> replaced = new HashSet<>();
        for (Check check : CHECKS) {
            boolean applies = check.since() <= minor && (!check.restricted() || level == Level.RESTRICTED);
            String key = (check.restricted() ? "2" : "1") + check.id();
            Check other = newest.get(key);
            if (applies && (other == null || other.since() < check.since())) {
                newest.put(key, check);
                replaced.add(check.instead());
            }
        }
        PodView view = new PodView(pod.path("metadata"), pod.path("spec"));
        List<Finding> out = new ArrayList<>();
        for (Check check : newest.values()) {
            Finding found = replaced.contains(check.id()) ? null : check.rule().of(view);
            if (found != null) {
                out.add(found);
            }
        }
        return out;
    }

    @Override
    public String toString() {
        return level.name().toLowerCase(Locale.ROOT) + ":" + (minor == LATEST ? "latest" : "v1." + minor);
    }

    /** The labels of an object. */
    static JsonNode labels(JsonNode namespace) {
        return Json.at(namespace, "metadata", "labels");
    }
}
