package io.kubejar.server.kinds;

import io.kubejar.server.registry.ResourceDef;
import java.util.ArrayList;
import java.util.List;

/** All built-in kinds, in the order of discovery. */
public final class Kinds {
    private Kinds() {}

    /** The declarations. */
    public static List<ResourceDef> all() {
        List<ResourceDef> all = new ArrayList<>(List.of(
                BindingKind.def(),
                NamespaceKind.def(),
                NodeKind.def(),
                PodKind.def(),
                ServiceKind.def(),
                EndpointsKind.def(),
                ConfigMapKind.def(),
                SecretKind.def(),
                ServiceAccountKind.def(),
                EventKind.def(),
                PersistentVolumeClaimKind.def(),
                EventsV1Kind.def(),
                LeaseKind.def(),
                EndpointSliceKind.def(),
                DeploymentKind.def(),
                ReplicaSetKind.def(),
                StatefulSetKind.def(),
                DaemonSetKind.def(),
                ControllerRevisionKind.def(),
                JobKind.def(),
                CronJobKind.def(),
                IngressClassKind.def(),
                IngressKind.def(),
                NetworkPolicyKind.def(),
                RoleKind.def(),
                RoleBindingKind.def(),
                ClusterRoleKind.def(),
                ClusterRoleBindingKind.def(),
                CustomResourceDefinitionKind.def()));
        all.addAll(ReviewKinds.all());
        return all;
    }
}
