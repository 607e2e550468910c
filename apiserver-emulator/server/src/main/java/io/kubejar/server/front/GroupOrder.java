package io.kubejar.server.front;

import java.util.Comparator;
import java.util.List;

/**
 * The order of groups in discovery: built-in ones as upstream ranks them, then the others by name. Upstream:
 * DefaultGenericAPIServicePriorities and apiServicePriorities, pkg/controlplane/apiserver/aggregator.go, v1.36.
 */
final class GroupOrder implements Comparator<String> {
    private static final List<String> RANKED = List.of(
            "",
            "apiregistration.k8s.io",
            "apps",
            "events.k8s.io",
            "authentication.k8s.io",
            "authorization.k8s.io",
            "autoscaling",
            "batch",
            "certificates.k8s.io",
            "networking.k8s.io",
            "policy",
            "rbac.authorization.k8s.io",
            "storage.k8s.io",
            "admissionregistration.k8s.io",
            "apiextensions.k8s.io",
            "scheduling.k8s.io",
            "coordination.k8s.io",
            "node.k8s.io",
            "discovery.k8s.io",
            "resource.k8s.io",
            "flowcontrol.apiserver.k8s.io");

    @Override
    public int compare(String left, String right) {
        int byRank = Integer.compare(rank(left), rank(right));
        return byRank != 0 ? byRank : left.compareTo(right);
    }

    private static int rank(String group) {
        int at = RANKED.indexOf(group);
        return at < 0 ? RANKED.size() : at;
    }
}
