package io.kubejar.controllers;

import io.kubejar.controllers.deployment.DeploymentController;
import io.kubejar.controllers.replicaset.ReplicaSetController;
import io.kubejar.controllers.statefulset.StatefulSetController;
import io.kubejar.core.chance.Chance;
import io.kubejar.core.informer.Listers;
import io.kubejar.core.reconcile.Controller;
import java.util.List;

/** Every controller of the controller manager. */
public final class Controllers {
    private Controllers() {}

    /**
     * All of them, each new.
     *
     * @param listers what they see
     * @param chance where they take what has to be random
     */
    public static List<Controller> all(Listers listers, Chance chance) {
        return List.of(
                new DeploymentController(listers),
                new ReplicaSetController(listers),
                new StatefulSetController(listers));
    }
}
