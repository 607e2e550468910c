package com.example;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;

/** Rolls out web applications. */
public final class Releases {
    private final KubernetesClient client;

    public Releases(KubernetesClient client) {
        this.client = client;
    }

    /** Runs the image under the name, with so many replicas; changes what is there already. */
    public Deployment release(String namespace, String name, String image, int replicas) {
        Deployment wanted = new DeploymentBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withNewSelector()
                .addToMatchLabels("app", name)
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("app", name)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("web")
                .withImage(image)
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
        var deployments = client.apps().deployments().inNamespace(namespace);
        return deployments.withName(name).get() == null
                ? deployments.resource(wanted).create()
                : deployments.resource(wanted).update();
    }

    /** Whether all replicas of the newest image are available. */
    public boolean isReleased(String namespace, String name) {
        Deployment found = client.apps().deployments().inNamespace(namespace).withName(name).get();
        return found != null
                && found.getStatus() != null
                && found.getMetadata().getGeneration().equals(found.getStatus().getObservedGeneration())
                && found.getSpec().getReplicas().equals(found.getStatus().getUpdatedReplicas())
                && found.getSpec().getReplicas().equals(found.getStatus().getAvailableReplicas());
    }
}
