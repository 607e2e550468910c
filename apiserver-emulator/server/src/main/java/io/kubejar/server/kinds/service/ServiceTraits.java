package io.kubejar.server.kinds.service;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import java.util.List;

/**
 * What a service's spec says about what the service has. Upstream: pkg/api/service/util.go and the helpers of
 * pkg/registry/core/service/strategy.go and storage/storage.go, v1.36.
 */
public final class ServiceTraits {
    private ServiceTraits() {}

    /** Its type. */
    public static String type(JsonNode spec) {
        return Json.textOr(spec, "", "type");
    }

    /** Whether it is reached through a load balancer. */
    public static boolean isBalanced(JsonNode spec) {
        return type(spec).equals("LoadBalancer");
    }

    /** Whether it is only another name of something. */
    public static boolean isAlias(JsonNode spec) {
        return type(spec).equals("ExternalName");
    }

    /** Whether its one cluster address is {@code None}. */
    public static boolean isHeadless(JsonNode spec) {
        return Json.strings(spec.path("clusterIPs")).equals(List.of("None"));
    }

    /** Whether its type has ports on every node. */
    public static boolean hasNodePorts(JsonNode spec) {
        return type(spec).equals("NodePort") || isBalanced(spec);
    }

    /** Whether node ports are given out to it that it did not ask for. */
    public static boolean wantsNodePorts(JsonNode spec) {
        boolean declined = spec.path("allocateLoadBalancerNodePorts").isBoolean()
                && !spec.path("allocateLoadBalancerNodePorts").booleanValue();
        return type(spec).equals("NodePort") || (isBalanced(spec) && !declined);
    }

    /** Whether it is reached from outside of the cluster. Upstream: ExternallyAccessible. */
    public static boolean isExternal(JsonNode spec) {
        boolean addresses = !spec.path("externalIPs").isEmpty();
        return hasNodePorts(spec) || (type(spec).equals("ClusterIP") && addresses);
    }

    /** Whether its load balancer asks every node for its health. Upstream: NeedsHealthCheck. */
    public static boolean needsHealthCheck(JsonNode spec) {
        return isBalanced(spec)
                && Json.textOr(spec, "", "externalTrafficPolicy").equals("Local");
    }
}
