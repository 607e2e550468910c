package io.kubejar.server.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.chance.Chance;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Every pod has a ServiceAccount that exists, its token in every container, and its image pull secrets. Upstream:
 * Plugin.Admit, plugin/pkg/admission/serviceaccount/admission.go, v1.36.
 */
public final class ServiceAccountAdmission implements AdmissionPlugin {
    private static final String DEFAULT = "default";
    private static final String VOLUME = "kube-api-access-";
    private static final String MOUNT_PATH = "/var/run/secrets/kubernetes.io/serviceaccount";
    private static final String MIRROR = "kubernetes.io/config.mirror";
    private static final int TOKEN_SECONDS = 3607;
    private static final int SUFFIX = 5;
    private static final int READABLE = 0644;

    private final BiFunction<String, String, @Nullable ApiObject> accounts;
    private final Chance chance;

    /**
     * Looks accounts up by namespace and name.
     *
     * @param accounts may wait a moment for an account that is about to be made
     */
    public ServiceAccountAdmission(BiFunction<String, String, @Nullable ApiObject> accounts, Chance chance) {
        this.accounts = accounts;
        this.chance = chance;
    }

    @Override
    public String name() {
        return "ServiceAccount";
    }

    @Override
    public void mutate(AdmissionRequest request) {
        ObjectNode pod = created(request);
        if (pod == null || isMirror(pod)) {
            return; // what a mirror pod may not have is said when all plugins have run
        }
        ObjectNode spec = Json.child(pod, "spec");
        if (accountName(spec).isEmpty()) {
            spec.put("serviceAccountName", DEFAULT).put("serviceAccount", DEFAULT);
        }
        ApiObject account = account(request, spec);
        if (automounts(account, spec)) {
            mount(spec);
        }
        JsonNode pulls = account.at("imagePullSecrets");
        if (spec.path("imagePullSecrets").isEmpty() && !pulls.isEmpty()) {
            ArrayNode out = spec.putArray("imagePullSecrets");
            pulls.forEach(pull -> out.addObject().put("name", Json.textOr(pull, "", "name")));
        }
    }

    @Override
    public void validate(AdmissionRequest request) {
        ObjectNode pod = created(request);
        if (pod == null) {
            return;
        }
        ObjectNode spec = Json.child(pod, "spec");
        if (isMirror(pod)) {
            mirror(request, spec);
            return;
        }
        if (accountName(spec).isEmpty()) {
            throw request.forbidden("no service account specified for pod "
                    + request.call().ref().namespace() + "/" + Json.textOr(pod, "", "metadata", "name"));
        }
        ApiObject account = account(request, spec);
        String enforce = account.annotation("kubernetes.io/enforce-mountable-secrets");
        String problem = enforce != null
                        && List.of("1", "t", "T", "TRUE", "true", "True").contains(enforce)
                ? MountableSecrets.problem(account, spec)
                : null;
        if (problem != null) {
            throw request.forbidden(problem);
        }
    }

    private static @Nullable ObjectNode created(AdmissionRequest request) {
        boolean creates = request.operation() == AdmissionRequest.Operation.CREATE;
        return creates && request.isFor("", "pods") ? request.object() : null;
    }

    private static boolean isMirror(ObjectNode pod) {
        return pod.path("metadata").path("annotations").has(MIRROR);
    }

    private static String accountName(ObjectNode spec) {
        return Json.textOr(spec, Json.textOr(spec, "", "serviceAccount"), "serviceAccountName");
    }

    private ApiObject account(AdmissionRequest request, ObjectNode spec) {
        String namespace = request.call().ref().namespace();
        String name = accountName(spec);
        ApiObject account = accounts.apply(namespace, name);
        if (account == null) {
            throw request.forbidden("error looking up service account " + namespace + "/" + name + ": serviceaccount \""
                    + name + "\" not found");
        }
        return account;
    }

    /** The pod's wish goes before the account's; both may be silent. Upstream: shouldAutomount. */
    private static boolean automounts(ApiObject account, ObjectNode spec) {
        JsonNode own = spec.path("automountServiceAccountToken");
        JsonNode wish = own.isBoolean() ? own : account.at("automountServiceAccountToken");
        return !wish.isBoolean() || wish.booleanValue();
    }

    private void mount(ObjectNode spec) {
        String volume = "";
        for (JsonNode known : spec.path("volumes")) {
            String name = Json.textOr(known, "", "name");
            if (volume.isEmpty() && name.startsWith(VOLUME)) {
                volume = name;
            }
        }
        boolean there = !volume.isEmpty();
        String name = there ? volume : VOLUME + chance.suffix(SUFFIX);
        boolean used = false;
        for (String list : List.of("initContainers", "containers")) {
            for (JsonNode container : spec.path(list)) {
                used |= mount((ObjectNode) container, name);
            }
        }
        if (used && !there) {
            Json.list(spec, "volumes").add(volume(name));
        }
    }

    /** Mounts the token unless something else is mounted in its place. */
    private static boolean mount(ObjectNode container, String volume) {
        for (JsonNode mount : container.path("volumeMounts")) {
            if (MOUNT_PATH.equals(Json.text(mount, "mountPath"))) {
                return false;
            }
        }
        Json.list(container, "volumeMounts")
                .addObject()
                .put("name", volume)
                .put("readOnly", true)
                .put("mountPath", MOUNT_PATH);
        return true;
    }

    /** Upstream: TokenVolumeSource. */
    private static ObjectNode volume(String name) {
        ObjectNode volume = Json.object().put("name", name);
        ObjectNode projected = volume.putObject("projected");
        ArrayNode sources = projected.putArray("sources");
        sources.addObject()
                .putObject("serviceAccountToken")
                .put("expirationSeconds", TOKEN_SECONDS)
                .put("path", "token");
        ObjectNode authority = sources.addObject().putObject("configMap").put("name", "kube-root-ca.crt");
        authority.putArray("items").addObject().put("key", "ca.crt").put("path", "ca.crt");
        ObjectNode namespace =
                sources.addObject().putObject("downwardAPI").putArray("items").addObject();
        namespace
                .put("path", "namespace")
                .putObject("fieldRef")
                .put("apiVersion", "v1")
                .put("fieldPath", "metadata.namespace");
        projected.put("defaultMode", READABLE);
        return volume;
    }

    /** A pod that a kubelet tells of has been made without the server: it may use nothing that the server keeps. */
    private static void mirror(AdmissionRequest request, ObjectNode spec) {
        if (!accountName(spec).isEmpty()) {
            throw request.forbidden("a mirror pod may not reference service accounts");
        }
        if (MountableSecrets.anyIn(spec)) {
            throw request.forbidden("a mirror pod may not reference secrets");
        }
        for (JsonNode volume : spec.path("volumes")) {
            for (JsonNode source : volume.path("projected").path("sources")) {
                if (source.path("serviceAccountToken").isObject()) {
                    throw request.forbidden("a mirror pod may not use ServiceAccountToken volume projections");
                }
            }
        }
    }
}
