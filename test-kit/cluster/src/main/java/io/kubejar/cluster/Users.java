package io.kubejar.cluster;

import io.kubejar.server.authn.UserInfo;
import java.util.ArrayList;
import java.util.List;

/** Who the components are. Upstream: bootstrappolicy and the kubeadm conventions, v1.36. */
final class Users {
    private static final String KNOWN = "system:authenticated";
    private static final String ACCOUNT = "system:serviceaccount:";

    /** The server itself, when it makes its first objects. */
    static final UserInfo API_SERVER = UserInfo.of("system:apiserver", "system:masters", KNOWN);
    /** What a kubeconfig for people says. */
    static final UserInfo ADMIN = UserInfo.of("kubernetes-admin", "system:masters", KNOWN);

    static final UserInfo CONTROLLER_MANAGER = UserInfo.of("system:kube-controller-manager", KNOWN);
    static final UserInfo SCHEDULER = UserInfo.of("system:kube-scheduler", KNOWN);
    /** What all nodes watch together, as {@link NodeFleetPolicy} lets them; all else each does as itself. */
    static final UserInfo NODES = UserInfo.of(NodeFleetPolicy.NAME, KNOWN);

    private Users() {}

    /** A component by its user name; {@code system:serviceaccount:NAMESPACE:NAME} is in the groups of accounts. */
    static UserInfo component(String user) {
        if (!user.startsWith(ACCOUNT)) {
            return known(user);
        }
        String namespace = user.split(":")[2];
        return UserInfo.of(user, "system:serviceaccounts", "system:serviceaccounts:" + namespace, KNOWN);
    }

    /** Whether it is the name of a part of the control plane. */
    static boolean isComponent(String user) {
        return (user.startsWith("system:") && !user.startsWith(ACCOUNT) && !user.equals("system:anonymous"))
                || user.startsWith(ACCOUNT + "kube-system:")
                || user.equals(NodeFleetPolicy.NAME);
    }

    /** A kubelet. */
    static UserInfo node(String name) {
        return UserInfo.of("system:node:" + name, "system:nodes", KNOWN);
    }

    /** Somebody with groups. */
    static UserInfo known(String name, String... groups) {
        List<String> all = new ArrayList<>(List.of(groups));
        all.add(KNOWN);
        return UserInfo.of(name, all.toArray(String[]::new));
    }
}
