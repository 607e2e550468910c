package io.kubejar.cluster.explain;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import java.util.ArrayList;
import java.util.List;

/** Why a PersistentVolumeClaim is not bound, and which claims hold up a pod. */
final class Claims {
    private Claims() {}

    static List<String> of(ApiObject claim, Sight sight) {
        String phase = Json.textOr(claim.status(), "Pending", "phase");
        if (phase.equals("Bound")) {
            return List.of();
        }
        if (phase.equals("Lost")) {
            return List.of("its volume " + Json.textOr(claim.spec(), "", "volumeName") + " is gone");
        }
        String why = Look.said(claim, "ProvisioningFailed", sight);
        if (why == null) {
            why = Look.said(claim, "FailedBinding", sight);
        }
        if (why != null) {
            return List.of("it is not bound: " + why);
        }
        String storage = Json.textOr(claim.spec(), "", "storageClassName");
        String volume = Json.textOr(claim.spec(), "", "volumeName");
        if (!volume.isEmpty()) {
            return List.of("it is not bound: it waits for the volume " + volume);
        }
        return List.of(
                storage.isEmpty()
                        ? "it is not bound: it names no storage class, and no volume has been made for it"
                        : "it is not bound: nobody has made a volume of the class " + storage);
    }

    /** What the claims of a pod are missing. */
    static List<String> ofPod(ApiObject pod, Sight sight) {
        List<String> out = new ArrayList<>();
        for (JsonNode volume : pod.spec().path("volumes")) {
            String name = Json.textOr(volume, "", "persistentVolumeClaim", "claimName");
            if (volume.has("ephemeral")) {
                name = pod.name() + "-" + Json.textOr(volume, "", "name");
            }
            if (name.isEmpty()) {
                continue;
            }
            ApiObject claim = sight.find(Resources.PERSISTENT_VOLUME_CLAIMS, pod.namespace(), name);
            if (claim == null) {
                out.add("its PersistentVolumeClaim " + name + " does not exist");
            } else {
                for (String why : of(claim, sight)) {
                    out.add("it waits for its PersistentVolumeClaim " + name + ": " + why);
                }
            }
        }
        return out;
    }
}
