package io.kubejar.server.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.server.authz.EscalationCheck;

/** Nobody gives rights that they do not have. Upstream does this in the storage of the four RBAC kinds; see {@link EscalationCheck}. */
public final class RbacEscalation implements AdmissionPlugin {
    private final EscalationCheck check;

    /** Refuses what the check refuses. */
    public RbacEscalation(EscalationCheck check) {
        this.check = check;
    }

    @Override
    public String name() {
        return "RbacEscalation";
    }

    @Override
    public void mutate(AdmissionRequest request) {
        ObjectNode object = request.object();
        boolean rbac = request.def().resource().group().equals("rbac.authorization.k8s.io");
        if (rbac && object != null && request.call().ref().subresource().isEmpty()) {
            var ref = request.call().ref();
            check.check(request.call().user(), ref.resource(), ref.namespace(), ref.name(), object, request.old());
        }
    }
}
