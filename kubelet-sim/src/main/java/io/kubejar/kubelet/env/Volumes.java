package io.kubejar.kubelet.env;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The volumes of a pod that hold ConfigMaps, Secrets and the pod's own fields. Upstream: pkg/volume, v1.36. */
public final class Volumes {
    /** What each namespace is given for the default token volume; it is never waited for. */
    private static final String ROOT_CA = "kube-root-ca.crt";

    private record Source(Gvr resource, String word, String name, boolean optional, JsonNode items) {}

    private Volumes() {}

    /** Why a volume cannot be mounted, as the event says it; null when all can. */
    public static @Nullable String problem(ApiObject pod, Lookup lookup) {
        for (JsonNode volume : pod.spec().path("volumes")) {
            for (Source source : sources(volume)) {
                String problem = problem(pod, source, lookup);
                if (problem != null) {
                    return "MountVolume.SetUp failed for volume \"" + Json.textOr(volume, "", "name") + "\" : "
                            + problem;
                }
            }
        }
        return null;
    }

    private static @Nullable String problem(ApiObject pod, Source source, Lookup lookup) {
        if (source.optional() || source.name().equals(ROOT_CA)) {
            return null;
        }
        ApiObject object = lookup.get(source.resource(), pod.namespace(), source.name());
        if (object == null) {
            return source.word() + " \"" + source.name() + "\" not found";
        }
        for (JsonNode item : source.items()) {
            String key = Json.textOr(item, "", "key");
            if (!object.at("data").has(key) && !object.at("binaryData").has(key)) {
                return source.word().equals("configmap")
                        ? "configmap references non-existent config key: " + key
                        : "references non-existent secret key: " + key;
            }
        }
        return null;
    }

    private static List<Source> sources(JsonNode volume) {
        List<Source> out = new ArrayList<>();
        add(out, volume.path("configMap"), volume.path("secret"), "secretName");
        volume.path("projected").path("sources").forEach(s -> add(out, s.path("configMap"), s.path("secret"), "name"));
        return out;
    }

    private static void add(List<Source> out, JsonNode configMap, JsonNode secret, String secretName) {
        if (configMap.isObject()) {
            out.add(new Source(
                    Resources.CONFIG_MAPS,
                    "configmap",
                    Json.textOr(configMap, "", "name"),
                    Json.isTrue(configMap, "optional"),
                    configMap.path("items")));
        }
        if (secret.isObject()) {
            out.add(new Source(
                    Resources.SECRETS,
                    "secret",
                    Json.textOr(secret, "", secretName),
                    Json.isTrue(secret, "optional"),
                    secret.path("items")));
        }
    }

    /** The text of a file that a container sees through its mounts; null when there is no such file. */
    public static @Nullable String file(
            ApiObject pod, JsonNode container, Lookup lookup, Environment.Place place, String path) {
        for (JsonNode mount : container.path("volumeMounts")) {
            String base = Json.textOr(mount, "", "mountPath");
            String sub = Json.textOr(mount, "", "subPath");
            boolean below = path.startsWith(base.endsWith("/") ? base : base + "/");
            if (!below && !(path.equals(base) && !sub.isEmpty())) {
                continue;
            }
            String rest = below ? path.substring(base.length()).replaceFirst("^/+", "") : "";
            String inside = sub.isEmpty() ? rest : rest.isEmpty() ? sub : sub + "/" + rest;
            for (JsonNode volume : pod.spec().path("volumes")) {
                if (Json.textOr(volume, "", "name").equals(Json.text(mount, "name"))) {
                    return inVolume(pod, volume, lookup, place, inside);
                }
            }
        }
        return null;
    }

    private static @Nullable String inVolume(
            ApiObject pod, JsonNode volume, Lookup lookup, Environment.Place place, String path) {
        for (Source source : sources(volume)) {
            ApiObject object = lookup.get(source.resource(), pod.namespace(), source.name());
            if (object != null) {
                String key = path;
                for (JsonNode item : source.items()) {
                    key = path.equals(Json.text(item, "path")) ? Json.textOr(item, "", "key") : key;
                }
                String text = Environment.value(kind(object, source), key);
                if (text != null) {
                    return text;
                }
            }
        }
        List<JsonNode> fields = new ArrayList<>();
        volume.path("downwardAPI").path("items").forEach(fields::add);
        volume.path("projected")
                .path("sources")
                .forEach(s -> s.path("downwardAPI").path("items").forEach(fields::add));
        for (JsonNode item : fields) {
            if (path.equals(Json.text(item, "path"))) {
                return Fields.value(pod, Json.textOr(item, "", "fieldRef", "fieldPath"), place);
            }
        }
        return path.equals("namespace") && volume.has("projected") ? pod.namespace() : null;
    }

    private static ApiObject kind(ApiObject object, Source source) {
        String kind = source.word().equals("secret") ? "Secret" : "ConfigMap";
        return object.kind().equals(kind) ? object : object.edit(root -> root.put("kind", kind));
    }
}
