package io.kubejar.server.admission;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;

/**
 * A claim does not go while a pod uses it: it is created with a finalizer, which the pvc-protection controller takes away.
 * Upstream: plugin/pkg/admission/storage/storageobjectinuseprotection/admission.go, v1.36.
 */
public final class StorageObjectInUseProtection implements AdmissionPlugin {
    private static final String FINALIZER = "kubernetes.io/pvc-protection";

    @Override
    public String name() {
        return "StorageObjectInUseProtection";
    }

    @Override
    public void mutate(AdmissionRequest request) {
        ObjectNode claim = request.object();
        boolean creates = request.operation() == AdmissionRequest.Operation.CREATE;
        if (!creates || claim == null || !request.isFor("", "persistentvolumeclaims")) {
            return;
        }
        ArrayNode finalizers = Json.list(Json.child(claim, "metadata"), "finalizers");
        if (!Json.strings(finalizers).contains(FINALIZER)) {
            finalizers.add(FINALIZER);
        }
    }
}
