package io.kubejar.controllers.deployment;

import io.kubejar.core.object.ApiObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one look at a Deployment shows.
 *
 * @param stored the Deployment as the server has it
 * @param deployment the same with the revision and conditions that this look has already decided on
 * @param newSet the ReplicaSet with the Deployment's template; null while there is none
 * @param old all its other ReplicaSets, oldest first
 */
record View(
        ApiObject stored, ApiObject deployment, @Nullable ApiObject newSet, List<ApiObject> old) {
    /** The old sets and the new one. */
    List<ApiObject> all() {
        List<ApiObject> all = new ArrayList<>(old);
        if (newSet != null) {
            all.add(newSet);
        }
        return all;
    }
}
