package io.kubejar.server.kinds.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.JsonSyntax;
import io.kubejar.server.schema.Go;
import io.kubejar.server.validation.FieldErrors;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rules of annotations that mean something for pods. Upstream: ValidatePodSpecificAnnotations,
 * ValidatePodSpecificAnnotationUpdates, validateSeccompAnnotationsAndFields and
 * validateAppArmorAnnotationsAndFieldsMatchOnCreate, pkg/apis/core/validation/validation.go, v1.36.
 */
public final class PodAnnotationRules {
    private static final String MIRROR = "kubernetes.io/config.mirror";
    private static final String TOLERATIONS = "scheduler.alpha.kubernetes.io/tolerations";
    private static final String DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";
    private static final String SECCOMP_POD = "seccomp.security.alpha.kubernetes.io/pod";
    private static final String SECCOMP_CONTAINER = "container.seccomp.security.alpha.kubernetes.io/";
    private static final String APP_ARMOR = "container.apparmor.security.beta.kubernetes.io/";
    private static final String LOCAL = "localhost/";
    private static final Pattern COST = Pattern.compile("-[0-9]+|0|[1-9][0-9]*");

    private PodAnnotationRules() {}

    /** Checks annotations; {@code path} is theirs. */
    static void validate(JsonNode metadata, JsonNode spec, String path, FieldErrors errors) {
        Map<String, String> annotations = Json.map(metadata.path("annotations"));
        String mirror = annotations.get(MIRROR);
        if (mirror != null && Json.textOr(spec, "", "nodeName").isEmpty()) {
            errors.invalid(path + "[" + MIRROR + "]", mirror, "must set spec.nodeName if mirror pod annotation is set");
        }
        tolerations(annotations.getOrDefault(TOLERATIONS, ""), path, errors);
        String cost = annotations.get(DELETION_COST);
        if (cost != null && !isCost(cost)) {
            errors.invalid(path + "[" + DELETION_COST + "]", cost, "must be a 32bit integer");
        }
        List<String> containers = new ArrayList<>();
        PodScope.visit(spec, path, (container, at) -> containers.add(Json.textOr(container, "", "name")));
        annotations.forEach((key, value) -> {
            if (key.equals(SECCOMP_POD) || key.startsWith(SECCOMP_CONTAINER)) {
                seccomp(value, path + "." + key, errors);
            } else if (key.startsWith(APP_ARMOR)) {
                appArmor(key, value, containers, path + "[" + key + "]", errors);
            }
        });
    }

    private static void tolerations(String json, String path, FieldErrors errors) {
        if (json.isEmpty()) {
            return;
        }
        String problem = JsonSyntax.problem(json.getBytes(StandardCharsets.UTF_8));
        JsonNode value = problem == null ? Json.parse(json) : Json.array();
        if (problem == null) {
            problem = misfit(value);
        }
        if (problem != null) {
            errors.invalid(path, TOLERATIONS, problem);
        } else {
            SchedulingRules.tolerations(value, path + "." + TOLERATIONS, errors);
        }
    }

    /** What is no list of objects, or null. Upstream: encoding/json's UnmarshalTypeError. */
    private static @Nullable String misfit(JsonNode value) {
        String begin = "json: cannot unmarshal ";
        if (!value.isArray() && !value.isNull()) {
            return begin + Go.jsonWord(value) + " into Go value of type []core.Toleration";
        }
        for (JsonNode item : value) {
            if (!item.isObject() && !item.isNull()) {
                return begin + Go.jsonWord(item) + " into Go value of type core.Toleration";
            }
        }
        return null;
    }

    private static boolean isCost(String cost) {
        if (!COST.matcher(cost).matches() || cost.length() > 40) {
            return false;
        }
        BigInteger number = new BigInteger(cost);
        return number.bitLength() < Integer.SIZE;
    }

    private static void seccomp(String profile, String path, FieldErrors errors) {
        if (profile.startsWith(LOCAL)) {
            PathRules.descending(profile.substring(LOCAL.length()), path, errors);
        } else if (!List.of("runtime/default", "docker/default", "unconfined").contains(profile)) {
            errors.invalid(path, profile, "must be a valid seccomp profile");
        }
    }

    private static void appArmor(String key, String profile, List<String> containers, String path, FieldErrors errors) {
        String container = key.substring(APP_ARMOR.length());
        if (!containers.contains(container)) {
            errors.invalid(path, container, "container not found");
        }
        boolean known = List.of("", "runtime/default", "unconfined").contains(profile) || profile.startsWith(LOCAL);
        if (!known) {
            errors.invalid(path, profile, "invalid AppArmor profile name: " + FieldErrors.quote(profile));
        }
    }

    /** Where a profile is told twice, as an annotation and as a field, both say the same. */
    public static void matching(JsonNode metadata, JsonNode spec, String path, FieldErrors errors) {
        Map<String, String> annotations = Json.map(metadata.path("annotations"));
        JsonNode ofPod = spec.path("securityContext");
        match(
                annotations.get(SECCOMP_POD),
                ofPod.path("seccompProfile"),
                "seccomp",
                path + ".securityContext.seccompProfile",
                errors);
        PodScope.visit(
                spec,
                path,
                (container, at) -> match(
                        annotations.get(SECCOMP_CONTAINER + Json.textOr(container, "", "name")),
                        container.path("securityContext").path("seccompProfile"),
                        "seccomp",
                        at + ".securityContext.seccompProfile",
                        errors));
        if (Json.textOr(spec, "", "os", "name").equals("windows")) {
            return;
        }
        PodScope.visit(spec, path, (container, at) -> {
            JsonNode own = container.path("securityContext").path("appArmorProfile");
            match(
                    annotations.get(APP_ARMOR + Json.textOr(container, "", "name")),
                    own.isObject() ? own : ofPod.path("appArmorProfile"),
                    "apparmor",
                    at + ".securityContext.appArmorProfile",
                    errors);
        });
    }

    private static void match(
            @Nullable String annotation, JsonNode profile, String kind, String path, FieldErrors errors) {
        if (annotation == null || !profile.isObject()) {
            return;
        }
        String type = Json.textOr(profile, "", "type");
        boolean docker = kind.equals("seccomp") && annotation.equals("docker/default");
        boolean matches = switch (type) {
            case "Unconfined" -> annotation.equals("unconfined");
            case "RuntimeDefault" -> annotation.equals("runtime/default") || docker;
            case "Localhost" -> annotation.startsWith(LOCAL);
            default -> true;
        };
        if (!matches) {
            errors.forbidden(path + ".type", kind + " type in annotation and field must match");
        } else if (type.equals("Localhost")
                && !annotation.substring(LOCAL.length()).equals(Json.text(profile, "localhostProfile"))) {
            errors.forbidden(path + ".localhostProfile", kind + " profile in annotation and field must match");
        }
    }

    /** Checks that what was decided when the pod was created stays. */
    public static void update(JsonNode metadata, JsonNode before, FieldErrors errors) {
        Map<String, String> now = Json.map(metadata.path("annotations"));
        Map<String, String> old = Json.map(before.path("annotations"));
        old.forEach((key, value) -> {
            if (!value.equals(now.get(key))) {
                changed(key, "remove or update", errors);
            }
        });
        now.keySet().forEach(key -> {
            if (!old.containsKey(key)) {
                changed(key, "add", errors);
            }
        });
    }

    private static void changed(String key, String how, FieldErrors errors) {
        String path = "metadata.annotations[" + key + "]";
        if (key.startsWith(APP_ARMOR)) {
            errors.forbidden(path, "may not " + how + " AppArmor annotations");
        }
        if (key.equals(MIRROR)) {
            errors.forbidden(path, "may not " + how + " mirror pod annotation");
        }
    }
}
