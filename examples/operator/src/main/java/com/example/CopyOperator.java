package com.example;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;

/** Keeps a copy of each ConfigMap that has the label {@code copy-to} in the namespace that the label names. */
public final class CopyOperator implements AutoCloseable {
    private static final String LABEL = "copy-to";

    private final KubernetesClient client;
    private final SharedIndexInformer<ConfigMap> informer;

    /** Starts to watch. */
    public CopyOperator(KubernetesClient client) {
        this.client = client;
        informer = client.configMaps().inAnyNamespace().withLabel(LABEL).inform(new ResourceEventHandler<>() {
            @Override
            public void onAdd(ConfigMap map) {
                copy(map);
            }

            @Override
            public void onUpdate(ConfigMap before, ConfigMap after) {
                copy(after);
            }

            @Override
            public void onDelete(ConfigMap map, boolean finalStateUnknown) {
                client.configMaps().inNamespace(target(map)).withName(map.getMetadata().getName()).delete();
            }
        });
    }

    private void copy(ConfigMap map) {
        ConfigMap copy = new ConfigMapBuilder()
                .withNewMetadata()
                .withName(map.getMetadata().getName())
                .withNamespace(target(map))
                .endMetadata()
                .withData(map.getData())
                .build();
        client.resource(copy).createOr(existing -> existing.update());
    }

    private static String target(ConfigMap map) {
        return map.getMetadata().getLabels().get(LABEL);
    }

    @Override
    public void close() {
        informer.close();
    }
}
