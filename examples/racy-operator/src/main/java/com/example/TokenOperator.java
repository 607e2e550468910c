package com.example;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Gives each ConfigMap that has the label {@code token} a Secret of its own, and notes on the ConfigMap that it has one. */
public final class TokenOperator implements AutoCloseable {
    private static final String OWNER = "token-of";

    private final KubernetesClient client;
    private final UnaryOperator<SecretBuilder> name;
    private final SharedIndexInformer<Secret> secrets;
    private final SharedIndexInformer<ConfigMap> maps;

    private TokenOperator(KubernetesClient client, UnaryOperator<SecretBuilder> name) {
        this.client = client;
        this.name = name;
        secrets = client.secrets().inAnyNamespace().withLabel(OWNER).inform();
        maps = client.configMaps().inAnyNamespace().withLabel("token").inform(new Wake());
    }

    /**
     * Has a race: it looks into its cache whether there is a Secret, and the cache learns of a Secret later than the server.
     * When the ConfigMap changes meanwhile, and this operator changes it itself, there are two.
     */
    public static TokenOperator racy(KubernetesClient client) {
        return new TokenOperator(client, secret -> secret.editMetadata()
                .withGenerateName(owner(secret) + "-")
                .endMetadata());
    }

    /** The same with a name that follows from the ConfigMap's: a second Secret of that name is the first one. */
    public static TokenOperator mended(KubernetesClient client) {
        return new TokenOperator(client, secret -> secret.editMetadata()
                .withName(owner(secret) + "-token")
                .endMetadata());
    }

    private static String owner(SecretBuilder secret) {
        return secret.buildMetadata().getLabels().get(OWNER);
    }

    private void reconcile(ConfigMap map) {
        String owner = map.getMetadata().getName();
        boolean given = secrets.getStore().list().stream()
                .anyMatch(secret -> owner.equals(secret.getMetadata().getLabels().get(OWNER)));
        if (!given) {
            SecretBuilder secret = new SecretBuilder()
                    .withNewMetadata()
                    .withNamespace(map.getMetadata().getNamespace())
                    .withLabels(Map.of(OWNER, owner))
                    .endMetadata();
            client.resource(name.apply(secret).build()).createOr(existing -> existing.update());
        }
        client.resource(map).edit(found -> new ConfigMapBuilder(found)
                .editMetadata()
                .addToAnnotations("token", "given")
                .endMetadata()
                .build());
    }

    @Override
    public void close() {
        maps.close();
        secrets.close();
    }

    private final class Wake implements ResourceEventHandler<ConfigMap> {
        @Override
        public void onAdd(ConfigMap map) {
            reconcile(map);
        }

        @Override
        public void onUpdate(ConfigMap before, ConfigMap after) {
            reconcile(after);
        }

        @Override
        public void onDelete(ConfigMap map, boolean finalStateUnknown) {
            client.secrets()
                    .inNamespace(map.getMetadata().getNamespace())
                    .withLabel(OWNER, map.getMetadata().getName())
                    .delete();
        }
    }
}
