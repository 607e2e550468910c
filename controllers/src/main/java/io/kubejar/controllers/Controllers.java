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
import io.kubejar.core.client.ServedResources;
import io.kubejar.core.informer.Lister;
import io.kubejar.core.informer.Listers;
import io.kubejar.core.reconcile.Controller;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every controller of the controller manager but one:
 * {@link io.kubejar.controllers.garbagecollector.GarbageCollector} is a loop of its own and started beside these.
 */
public final class Controllers {
    /** Makes one of them. */
    @FunctionalInterface
    private interface Maker {
        Controller make(Listers listers, ClusterFacts facts);
    }

    private static final List<Maker> MAKERS = List.of(
            (listers, facts) -> new ClusterRoleAggregationController(listers),
            (listers, facts) -> new CronJobController(listers),
            (listers, facts) -> new DaemonSetController(listers),
            (listers, facts) -> new DeploymentController(listers),
            (listers, facts) -> new EndpointsController(listers),
            (listers, facts) -> new EndpointSliceController(listers),
            (listers, facts) -> new EndpointSliceMirroringController(listers),
            (listers, facts) -> new JobController(listers),
            (listers, facts) -> new NamespaceController(listers, facts.served()),
            (listers, facts) -> new NodeLifecycleController(listers, facts.heartbeats()),
            (listers, facts) -> new PodGcController(listers),
            (listers, facts) -> new PvcProtectionController(listers),
            (listers, facts) -> new ReplicaSetController(listers),
            (listers, facts) -> new RootCaController(listers, facts.caPem()),
            (listers, facts) -> new ServiceAccountController(listers),
            (listers, facts) -> new ServiceAccountTokenController(listers, facts.tokens(), facts.caPem()),
            (listers, facts) -> new StatefulSetController(listers),
            (listers, facts) -> new TaintEvictionController(listers),
            (listers, facts) -> new TtlAfterFinishedController(listers));

    private static final Map<String, Maker> BY_NAME = byName();

    private Controllers() {}

    private static Map<String, Maker> byName() {
        Listers none = resource -> Lister.of();
        ClusterFacts nothing = new ClusterFacts(ServedResources.fixed(List.of()), "", (account, secret) -> "", false);
        Map<String, Maker> out = new LinkedHashMap<>(); // in the order of the list above
        MAKERS.forEach(maker -> out.put(maker.make(none, nothing).name(), maker));
        return out;
    }

    /** The names of all of them. */
    public static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }

    /**
     * A new one.
     *
     * @param name one of {@link #names}
     * @param listers what it sees
     * @param facts what it is told about the cluster
     */
    public static Controller one(String name, Listers listers, ClusterFacts facts) {
        Maker maker = BY_NAME.get(name);
        if (maker == null) {
            throw new IllegalArgumentException("there is no controller " + name + "; there are " + names());
        }
        return maker.make(listers, facts);
    }
}
