package io.kubejar.server.admission;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Nothing is created in a namespace that is not there or is going; the first namespaces stay. Upstream: lifecycle.Admit,
 * apiserver/pkg/admission/plugin/namespace/lifecycle/admission.go, v1.36.
 */
public final class NamespaceLifecycle implements AdmissionPlugin {
    private static final Set<String> IMMORTAL = Set.of("default", "kube-system", "kube-public");
    private static final Set<String> ALLOWED_WHILE_TERMINATING = Set.of(
            "localsubjectaccessreviews.authorization.k8s.io",
            "subjectaccessreviews.authorization.k8s.io",
            "selfsubjectaccessreviews.authorization.k8s.io");

    private final Function<String, @Nullable ApiObject> namespaces;

    /** Looks namespaces up by name, as new as they are in the store. */
    public NamespaceLifecycle(Function<String, @Nullable ApiObject> namespaces) {
        this.namespaces = namespaces;
    }

    @Override
    public String name() {
        return "NamespaceLifecycle";
    }

    @Override
    public void mutate(AdmissionRequest request) {
        if (request.operation() == AdmissionRequest.Operation.DELETE) {
            if (request.isFor("", "namespaces") && IMMORTAL.contains(request.name())) {
                throw StatusException.forbidden(
                        Resources.NAMESPACES, request.name(), "this namespace may not be deleted");
            }
            return;
        }
        boolean creates = request.operation() == AdmissionRequest.Operation.CREATE;
        if (!creates
                || !request.def().namespaced()
                || ALLOWED_WHILE_TERMINATING.contains(request.def().resource().groupResource())) {
            return;
        }
        String name = request.call().ref().namespace();
        ApiObject namespace = namespaces.apply(name);
        if (namespace == null) {
            throw StatusException.notFound(Resources.NAMESPACES, name);
        }
        if ("Terminating".equals(Json.text(namespace.status(), "phase"))) {
            throw terminating(request, namespace);
        }
    }

    private static StatusException terminating(AdmissionRequest request, ApiObject namespace) {
        String why =
                "unable to create new content in namespace " + namespace.name() + " because it is being terminated";
        ObjectNode status = StatusException.forbidden(request.def().resource(), request.name(), why)
                .status();
        ArrayNode causes = ((ObjectNode) status.get("details")).putArray("causes");
        causes.addObject()
                .put("reason", "NamespaceTerminating")
                .put("message", "namespace " + namespace.name() + " is being terminated")
                .put("field", "metadata.namespace");
        return new StatusException(status);
    }
}
