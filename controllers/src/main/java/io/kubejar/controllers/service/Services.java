package io.kubejar.controllers.service;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.controllers.pod.Pods;
import io.kubejar.core.informer.Lister;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.LabelSelector;
import io.kubejar.core.object.ObjectKey;
import io.kubejar.core.reconcile.Sources;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Questions about a Service and its pods. Upstream: staging/src/k8s.io/endpointslice/utils.go and
 * util/controller_utils.go, v1.36.
 */
public final class Services {
    /** The label of objects that belong to a Service without an address of its own. */
    public static final String HEADLESS = "service.kubernetes.io/headless";
    /** The annotation with the time of the change that an update answers. */
    public static final String TRIGGER_TIME = "endpoints.kubernetes.io/last-change-trigger-time";

    private Services() {}

    /** Whether its endpoints are kept by controllers: it has a selector and is no alias of a foreign name. */
    public static boolean isKept(ApiObject service) {
        return hasSelector(service) && !"ExternalName".equals(Json.text(service.spec(), "type"));
    }

    /** Whether it has a selector. */
    public static boolean hasSelector(ApiObject service) {
        return !service.spec().path("selector").isEmpty();
    }

    /** Whether it has an address of its own. */
    public static boolean hasAddress(ApiObject service) {
        String address = Json.textOr(service.spec(), "", "clusterIP");
        return !address.isEmpty() && !address.equals("None");
    }

    /** Whether pods count as ready that are not. */
    public static boolean publishesNotReady(ApiObject service) {
        return Json.isTrue(service.spec(), "publishNotReadyAddresses");
    }

    /** The pods that its selector matches, ordered by name. */
    public static List<ApiObject> pods(ApiObject service, Lister pods) {
        return pods.in(service.namespace(), selector(service));
    }

    private static LabelSelector selector(ApiObject service) {
        return LabelSelector.ofLabels(Json.map(service.spec().path("selector")));
    }

    /** Its ports, as they are written. */
    public static List<JsonNode> ports(ApiObject service) {
        List<JsonNode> out = new ArrayList<>();
        service.spec().path("ports").forEach(out::add);
        return out;
    }

    /** The families of its addresses, {@code IPv4} and {@code IPv6}; the first is its own. */
    public static List<String> families(ApiObject service) {
        List<String> families = Json.strings(service.spec().path("ipFamilies"));
        if (!families.isEmpty()) {
            return families;
        }
        if (hasAddress(service)) {
            return List.of(family(Json.textOr(service.spec(), "", "clusterIP")));
        }
        return List.of("IPv4", "IPv6");
    }

    /** The family of an address. */
    public static String family(String ip) {
        return ip.indexOf(':') >= 0 ? "IPv6" : "IPv4";
    }

    /** The addresses of a pod. */
    public static List<String> addresses(ApiObject pod) {
        List<String> out = new ArrayList<>();
        pod.status().path("podIPs").forEach(each -> out.add(Json.textOr(each, "", "ip")));
        if (out.isEmpty() && pod.status().hasNonNull("podIP")) {
            out.add(Json.textOr(pod.status(), "", "podIP"));
        }
        return out;
    }

    /** Whether a pod counts at all: it has an address and has not ended. Upstream: ShouldPodBeInEndpoints. */
    public static boolean counts(ApiObject pod, boolean alsoTerminating) {
        return !Pods.isFinished(pod) && !addresses(pod).isEmpty() && (alsoTerminating || !pod.isTerminating());
    }

    /** The host name under which a pod is found below the Service; "" when it has none. Upstream: ShouldSetHostname. */
    public static String hostname(ApiObject pod, ApiObject service) {
        boolean below = Json.textOr(pod.spec(), "", "subdomain").equals(service.name());
        return below ? Json.textOr(pod.spec(), "", "hostname") : "";
    }

    /** The number of a Service's port on a pod; -1 when the pod has no port of that name. Upstream: FindPort. */
    public static int portOn(ApiObject pod, JsonNode servicePort) {
        JsonNode target = servicePort.path("targetPort");
        if (!target.isTextual()) {
            return target.isNumber()
                    ? target.intValue()
                    : servicePort.path("port").intValue();
        }
        String protocol = protocol(servicePort);
        List<JsonNode> containers = new ArrayList<>();
        pod.spec().path("containers").forEach(containers::add);
        for (JsonNode container : pod.spec().path("initContainers")) {
            if ("Always".equals(Json.text(container, "restartPolicy"))) {
                containers.add(container);
            }
        }
        for (JsonNode container : containers) {
            for (JsonNode port : container.path("ports")) {
                if (target.textValue().equals(Json.text(port, "name"))
                        && protocol(port).equals(protocol)) {
                    return port.path("containerPort").intValue();
                }
            }
        }
        return -1;
    }

    /** The protocol of a port. */
    public static String protocol(JsonNode port) {
        return Json.textOr(port, "TCP", "protocol");
    }

    /**
     * A mapping by which a pod wakes the Services that select it, when something has changed that endpoints show. Upstream:
     * GetPodUpdateProjectionKey, GetServicesToUpdate.
     */
    public static Sources.Mapping podsWake(Lister services) {
        return (before, after) -> {
            if (before != null && after != null && !differ(before, after)) {
                return List.of();
            }
            Set<ObjectKey> keys = new LinkedHashSet<>();
            addSelecting(before, services, keys);
            addSelecting(after, services, keys);
            return keys;
        };
    }

    private static void addSelecting(@Nullable ApiObject pod, Lister services, Collection<ObjectKey> keys) {
        if (pod == null) {
            return;
        }
        Map<String, String> labels = pod.labels();
        for (ApiObject service : services.in(pod.namespace())) {
            if (hasSelector(service) && selector(service).matches(labels)) {
                keys.add(service.key());
            }
        }
    }

    private static boolean differ(ApiObject before, ApiObject after) {
        return before.isTerminating() != after.isTerminating()
                || Pods.isReady(before) != Pods.isReady(after)
                || Pods.isFinished(before) != Pods.isFinished(after)
                || !addresses(before).equals(addresses(after))
                || !before.labels().equals(after.labels())
                || !before.spec().path("hostname").equals(after.spec().path("hostname"))
                || !before.spec().path("subdomain").equals(after.spec().path("subdomain"));
    }
}
