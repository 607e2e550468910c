package io.kubejar.controllers.pvcprotection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.informer.Lister;
import io.kubejar.core.informer.Listers;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.ObjectKey;
import io.kubejar.core.object.Resources;
import io.kubejar.core.reconcile.Controller;
import io.kubejar.core.reconcile.Plan;
import io.kubejar.core.reconcile.Sources;
import io.kubejar.core.reconcile.Write;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets a claim go that is deleted and that no scheduled pod uses. Upstream:
 * pkg/controller/volume/pvcprotection/pvc_protection_controller.go (processPVC), v1.36.
 */
public final class PvcProtectionController implements Controller {
    private static final String FINALIZER = "kubernetes.io/pvc-protection";

    private final Lister claims;
    private final Lister pods;

    /** Reads claims and pods. */
    public PvcProtectionController(Listers listers) {
        claims = listers.of(Resources.PERSISTENT_VOLUME_CLAIMS);
        pods = listers.of(Resources.PODS);
    }

    @Override
    public String name() {
        return "pvc-protection-controller";
    }

    @Override
    public void sources(Sources sources) {
        sources.onSelf(Resources.PERSISTENT_VOLUME_CLAIMS).on(Resources.PODS, PvcProtectionController::claimsOf);
    }

    private static List<ObjectKey> claimsOf(@Nullable ApiObject before, @Nullable ApiObject after) {
        ApiObject pod = after == null ? before : after;
        List<ObjectKey> out = new ArrayList<>();
        if (pod != null) {
            for (JsonNode volume : pod.spec().path("volumes")) {
                String claim = claim(pod, volume);
                if (claim != null) {
                    out.add(new ObjectKey(pod.namespace(), claim));
                }
            }
        }
        return out;
    }

    /** The claim that a volume of a pod stands for, or null. */
    private static @Nullable String claim(ApiObject pod, JsonNode volume) {
        return volume.path("ephemeral").isObject()
                ? pod.name() + "-" + Json.textOr(volume, "", "name")
                : Json.text(volume, "persistentVolumeClaim", "claimName");
    }

    @Override
    public Plan reconcile(ObjectKey key, Instant now) {
        ApiObject claim = claims.get(key);
        if (claim == null) {
            return Plan.NOTHING;
        }
        List<String> finalizers = Json.strings(claim.metadata().path("finalizers"));
        boolean has = finalizers.contains(FINALIZER);
        if (claim.isTerminating() ? !has || isUsed(claim) : has) {
            return Plan.NOTHING;
        }
        ApiObject changed = claim.edit(root -> {
            ArrayNode out = Json.child(root, "metadata").putArray("finalizers");
            finalizers.stream().filter(one -> !one.equals(FINALIZER)).forEach(out::add);
            if (!has) {
                out.add(FINALIZER);
            }
        });
        ResourceRef ref = ResourceRef.to(Resources.PERSISTENT_VOLUME_CLAIMS, claim);
        return Plan.of(new Plan.Do(new Write.Update(ref, changed), null, Plan::goneIsFine));
    }

    private boolean isUsed(ApiObject claim) {
        return pods.in(claim.namespace()).stream().anyMatch(pod -> uses(pod, claim));
    }

    /** A pod that no node has yet will not be started with a claim that is going. Upstream: podUsesPVCForDeletion. */
    private static boolean uses(ApiObject pod, ApiObject claim) {
        if (Json.textOr(pod.spec(), "", "nodeName").isEmpty()) {
            return false;
        }
        boolean shutDown = pod.isTerminating() && Json.number(pod.metadata(), -1, "deletionGracePeriodSeconds") == 0;
        for (JsonNode volume : pod.spec().path("volumes")) {
            boolean own = !volume.path("ephemeral").isObject() || (!shutDown && claim.isControlledBy(pod.uid()));
            if (own && claim.name().equals(claim(pod, volume))) {
                return true;
            }
        }
        return false;
    }
}
