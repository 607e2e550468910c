package io.kubejar.fabric8;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.List;

/** Writes down what an informer tells. */
record Notes(List<String> seen) implements ResourceEventHandler<ConfigMap> {
    @Override
    public void onAdd(ConfigMap map) {
        seen.add("+" + map.getMetadata().getName());
    }

    @Override
    public void onUpdate(ConfigMap before, ConfigMap after) {
        seen.add("~" + after.getMetadata().getName() + " " + after.getData().get("sky"));
    }

    @Override
    public void onDelete(ConfigMap map, boolean finalStateUnknown) {
        seen.add("-" + map.getMetadata().getName());
    }
}
