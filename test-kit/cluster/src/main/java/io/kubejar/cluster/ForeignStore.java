package io.kubejar.cluster;

import io.etcd.jetcd.Client;
import io.kubejar.cluster.history.StoreSurvey;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.ListOptions;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Resources;
import io.kubejar.server.registry.Registry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** The store of a cluster that is not one of ours: what must be so before a control plane may work on it. */
final class ForeignStore {
    private static final int TOLD = 3;

    private ForeignStore() {}

    /**
     * Refuses a store in which something that is served cannot be read, or which is none of a cluster.
     *
     * @throws IllegalArgumentException naming the file, and the keys
     */
    static void check(Path file, Client etcd, Registry registry) {
        StoreSurvey survey = StoreSurvey.of(etcd, registry);
        if (survey.keys() == 0) {
            throw new IllegalArgumentException(file + " holds no cluster: no key in it begins with /registry/");
        }
        List<String> problems = survey.problems();
        if (!problems.isEmpty()) {
            String more = problems.size() > TOLD ? "; and " + (problems.size() - TOLD) + " more" : "";
            throw new IllegalArgumentException(file + " holds what cannot be read: "
                    + String.join("; ", problems.subList(0, Math.min(TOLD, problems.size()))) + more);
        }
    }

    /** Holds the nodes that no kubelet is going to run. */
    static void holdNodes(ApiClient client, Collection<String> run, Instant now) {
        for (ApiObject node :
                client.list(ResourceRef.of(Resources.NODES), ListOptions.ALL).items()) {
            if (!run.contains(node.name())) {
                HeldNodes.hold(client, node.name(), now);
            }
        }
    }
}
