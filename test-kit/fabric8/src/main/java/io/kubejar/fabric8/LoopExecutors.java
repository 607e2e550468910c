package io.kubejar.fabric8;

import io.fabric8.kubernetes.client.KubernetesClientBuilder.ExecutorSupplier;
import io.kubejar.cluster.ClusterHttp;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;

/** Where the tasks of one client run: on loops of the cluster, which therefore knows of them. */
record LoopExecutors(ClusterHttp http) implements ExecutorSupplier {
    @Override
    public Executor get() {
        return http.executor("fabric8");
    }

    @Override
    public void onClose(Executor executor) {
        ((ExecutorService) executor).shutdownNow();
    }
}
