package io.kubejar.scheduler.plugins;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.informer.Lister;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.scheduler.pod.PodInfo;
import io.kubejar.scheduler.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * Holds pods back whose claims are missing, lost or going. Whether a claim is bound is not asked: volumes are not
 * simulated, and every node has every volume. Upstream: plugins/volumebinding podHasPVCs, v1.36.
 */
public final class VolumeClaims implements Plugin {
    private final Lister claims;

    /** Reads claims from a local copy. */
    public VolumeClaims(Lister claims) {
        this.claims = claims;
    }

    @Override
    public String name() {
        return "VolumeBinding";
    }

    @Override
    public @Nullable String preFilter(PodInfo pod, Snapshot snapshot) {
        for (JsonNode volume : pod.pod().spec().path("volumes")) {
            boolean ephemeral = volume.has("ephemeral");
            String name = ephemeral
                    ? pod.pod().name() + "-" + Json.textOr(volume, "", "name")
                    : Json.textOr(volume, "", "persistentVolumeClaim", "claimName");
            String problem = name.isEmpty() ? null : problem(pod.pod().namespace(), name, ephemeral);
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    private @Nullable String problem(String namespace, String name, boolean ephemeral) {
        ApiObject claim = claims.get(namespace, name);
        if (claim == null) {
            return ephemeral
                    ? "waiting for ephemeral volume controller to create the persistentvolumeclaim \"" + name + "\""
                    : "persistentvolumeclaim \"" + name + "\" not found";
        }
        if ("Lost".equals(Json.text(claim.status(), "phase"))) {
            return "persistentvolumeclaim \"" + name + "\" bound to non-existent persistentvolume \""
                    + Json.textOr(claim.spec(), "", "volumeName") + "\"";
        }
        return claim.isTerminating() ? "persistentvolumeclaim \"" + name + "\" is being deleted" : null;
    }
}
