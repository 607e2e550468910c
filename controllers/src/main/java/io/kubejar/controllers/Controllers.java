package io.kubejar.controllers;

import io.kubejar.controllers.clusterroleaggregation.ClusterRoleAggregationController;
import io.kubejar.controllers.cronjob.CronJobController;
import io.kubejar.controllers.daemonset.DaemonSetController;
import io.kubejar.controllers.deployment.DeploymentController;
import io.kubejar.controllers.endpoints.EndpointsController;
import io.kubejar.controllers.endpointslice.EndpointSliceController;
import io.kubejar.controllers.endpointslicemirroring.EndpointSliceMirroringController;
import io.kubejar.controllers.job.JobController;
import io.kubejar.controllers.namespace.NamespaceController;
import io.kubejar.controllers.nodelifecycle.NodeLifecycleController;
import io.kubejar.controllers.podgc.PodGcController;
import io.kubejar.controllers.pvcprotection.PvcProtectionController;
import io.kubejar.controllers.replicaset.ReplicaSetController;
import io.kubejar.controllers.rootca.RootCaController;
import io.kubejar.controllers.serviceaccount.ServiceAccountController;
import io.kubejar.controllers.serviceaccounttoken.ServiceAccountTokenController;
import io.kubejar.controllers.statefulset.StatefulSetController;
import io.kubejar.controllers.tainteviction.TaintEvictionController;
import io.kubejar.controllers.ttlafterfinished.TtlAfterFinishedController;
import io.kubejar.core.chance.Chance;
import io.kubejar.core.informer.Listers;
import io.kubejar.core.reconcile.Controller;
import java.util.List;

/**
 * Every controller of the controller manager but one:
 * {@link io.kubejar.controllers.garbagecollector.GarbageCollector} is a loop of its own and started beside these.
 */
public final class Controllers {
    private Controllers() {}

    /**
     * All of them, each new.
     *
     * @param listers what they see
     * @param chance where they take what has to be random
     * @param facts what they are told about the cluster
     */
    public static List<Controller> all(Listers listers, Chance chance, ClusterFacts facts) {
        return List.of(
                new ClusterRoleAggregationController(listers),
                new CronJobController(listers),
                new DaemonSetController(listers),
                new DeploymentController(listers),
                new EndpointsController(listers),
                new EndpointSliceController(listers),
                new EndpointSliceMirroringController(listers),
                new JobController(listers),
                new NamespaceController(listers, facts.served()),
                new NodeLifecycleController(listers, facts.heartbeats()),
                new PodGcController(listers),
                new PvcProtectionController(listers),
                new ReplicaSetController(listers),
                new RootCaController(listers, facts.caPem()),
                new ServiceAccountController(listers),
                new ServiceAccountTokenController(listers, facts.tokens(), facts.caPem()),
                new StatefulSetController(listers),
                new TaintEvictionController(listers),
                new TtlAfterFinishedController(listers));
    }
}
