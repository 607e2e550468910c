package io.kubejar.controllers.rootca;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.controllers.Namespaces;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.informer.Lister;
import io.kubejar.core.informer.Listers;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.ObjectKey;
import io.kubejar.core.object.Resources;
import io.kubejar.core.reconcile.Controller;
import io.kubejar.core.reconcile.Plan;
import io.kubejar.core.reconcile.Sources;
import io.kubejar.core.reconcile.Write;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Keeps a ConfigMap with the API server's CA certificates in every namespace. Upstream:
 * pkg/controller/certificates/rootcacertpublisher/publisher.go (syncNamespace), v1.36.
 */
public final class RootCaController implements Controller {
    private static final String NAME = "kube-root-ca.crt";
    private static final String ANNOTATION = "kubernetes.io/description";
    private static final String DESCRIPTION =
            "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the"
                    + " internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions"
                    + " of Kubernetes clusters.";

    private final Lister namespaces;
    private final Lister configMaps;
    private final Map<String, String> data;

    /**
     * Reads namespaces and ConfigMaps.
     *
     * @param caPem the certificates, in PEM
     */
    public RootCaController(Listers listers, String caPem) {
        namespaces = listers.of(Resources.NAMESPACES);
        configMaps = listers.of(Resources.CONFIG_MAPS);
        data = Map.of("ca.crt", caPem);
    }

    @Override
    public String name() {
        return "root-ca-cert-publisher";
    }

    @Override
    public void sources(Sources sources) {
        sources.onSelf(Resources.NAMESPACES)
                .on(
                        Resources.CONFIG_MAPS,
                        Sources.each(map ->
                                map.name().equals(NAME) ? List.of(new ObjectKey("", map.namespace())) : List.of()));
    }

    @Override
    public Plan reconcile(ObjectKey key, Instant now) {
        if (!Namespaces.isActive(namespaces.get(key))) {
            return Plan.NOTHING;
        }
        ApiObject map = configMaps.get(key.name(), NAME);
        if (map == null) {
            ApiObject made = ApiObject.of(new Gvk("", "v1", "ConfigMap"), key.name(), NAME)
                    .edit(this::fill);
            return Plan.of(new Plan.Do(
                    new Write.Create(ResourceRef.of(Resources.CONFIG_MAPS, key.name()), made),
                    null,
                    Namespaces::takenOrGoingIsFine));
        }
        String description = map.annotation(ANNOTATION);
        boolean asItShouldBe = Json.map(map.at("data")).equals(data) && description != null && !description.isEmpty();
        return asItShouldBe
                ? Plan.NOTHING
                : Plan.builder()
                        .update(ResourceRef.to(Resources.CONFIG_MAPS, map), map.edit(this::fill))
                        .build();
    }

    private void fill(ObjectNode root) {
        Json.child(Json.child(root, "metadata"), "annotations").put(ANNOTATION, DESCRIPTION);
        root.set("data", Json.of(data));
    }
}
