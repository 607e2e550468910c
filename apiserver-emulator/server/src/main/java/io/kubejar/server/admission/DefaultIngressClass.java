package io.kubejar.server.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.server.kinds.network.IngressClassRules;
import io.kubejar.server.kinds.network.IngressRules;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/**
 * Gives ingresses that ask for no class the default one; of several default classes the newest. Upstream:
 * plugin/pkg/admission/network/defaultingressclass/admission.go, v1.36.
 */
public final class DefaultIngressClass implements AdmissionPlugin {
    private static final Comparator<ApiObject> NEWEST = Comparator.comparing(
                    (ApiObject c) -> Json.textOr(c.metadata(), "", "creationTimestamp"))
            .reversed()
            .thenComparing(ApiObject::name);

    private final Supplier<List<ApiObject>> classes;

    /** Asks for all classes when an ingress has none. */
    public DefaultIngressClass(Supplier<List<ApiObject>> classes) {
        this.classes = classes;
    }

    @Override
    public String name() {
        return "DefaultIngressClass";
    }

    @Override
    public void mutate(AdmissionRequest request) {
        ObjectNode ingress = request.object();
        boolean creates = request.operation() == AdmissionRequest.Operation.CREATE;
        if (!creates || ingress == null || !request.isFor("networking.k8s.io", "ingresses")) {
            return;
        }
        boolean asks = ingress.path("spec").hasNonNull("ingressClassName")
                || ingress.path("metadata").path("annotations").has(IngressRules.CLASS_ANNOTATION);
        if (!asks) {
            classes.get().stream()
                    .filter(c -> "true".equals(c.annotation(IngressClassRules.IS_DEFAULT)))
                    .min(NEWEST)
                    .ifPresent(c -> Json.child(ingress, "spec").put("ingressClassName", c.name()));
        }
    }
}
