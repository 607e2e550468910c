package io.kubejar.fabric8;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;

/** Gives each map a secret unless it sees one, and notes that on the map. */
final class TokenOperator implements ResourceEventHandler<ConfigMap> {
    /** What secrets are called. */
    enum Naming {
        /** A name that the server makes up: who looks into a stale cache makes a second one. */
        RANDOM,
        /** One name for each map: who comes second is told so. */
        BY_OWNER
    }

    private final KubernetesClient client;
    private final Naming naming;
    private final SharedIndexInformer<Secret> secrets;

    TokenOperator(KubernetesClient client, Naming naming) {
        this.client = client;
        this.naming = naming;
        secrets = client.secrets().inAnyNamespace().runnableInformer(0);
    }

    void start() {
        secrets.run();
        client.configMaps().withLabel("copy").inform(this);
    }

    @Override
    public void onAdd(ConfigMap map) {
        reconcile(map);
    }

    @Override
    public void onUpdate(ConfigMap before, ConfigMap after) {
        reconcile(after);
    }

    @Override
    public void onDelete(ConfigMap map, boolean finalStateUnknown) {}

    private void reconcile(ConfigMap map) {
        String name = map.getMetadata().getName();
        boolean there = secrets.getStore().list().stream()
                .anyMatch(secret -> secret.getMetadata().getLabels() != null
                        && name.equals(secret.getMetadata().getLabels().get("of")));
        if (!there) {
            Secret secret = new SecretBuilder()
                    .withNewMetadata()
                    .withGenerateName(naming == Naming.RANDOM ? name + "-" : null)
                    .withName(naming == Naming.RANDOM ? null : name + "-token")
                    .addToLabels("of", name)
                    .endMetadata()
                    .build();
            client.resource(secret).createOr(existing -> existing.update());
        }
        client.configMaps()
                .withName(name)
                .edit(found -> new ConfigMapBuilder(found)
                        .editMetadata()
                        .addToAnnotations("token", "given")
                        .endMetadata()
                        .build());
    }
}
