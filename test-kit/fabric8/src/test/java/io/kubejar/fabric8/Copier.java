package io.kubejar.fabric8;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;

/** An operator that answers each new map with a copy. */
record Copier(KubernetesClient client) implements ResourceEventHandler<ConfigMap> {
    @Override
    public void onAdd(ConfigMap map) {
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(map.getMetadata().getName() + "-copy")
                        .addToLabels("copied", "yes")
                        .endMetadata()
                        .withData(map.getData())
                        .build())
                .create();
    }

    @Override
    public void onUpdate(ConfigMap before, ConfigMap after) {}

    @Override
    public void onDelete(ConfigMap map, boolean finalStateUnknown) {}
}
