package io.kubejar.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.server.ApiServer;
import io.kubejar.server.registry.Registry;
import java.util.List;
import java.util.Objects;

/** The objects that an API server makes when it starts. Upstream: pkg/controlplane, v1.36. */
final class Bootstrap {
    private static final List<String> NAMESPACES = List.of("default", "kube-system", "kube-public", "kube-node-lease");

    /** Where nodes and pods would find the API: before the first node. A loopback address may not be told. */
    private static final String ADDRESS = "172.18.0.1";

    private static final int USUAL_PORT = 6443;

    private final ApiClient client;

    /** Acts as the server itself. */
    Bootstrap(ApiClient client) {
        this.client = client;
    }

    /** Makes the first namespaces. */
    void namespaces() {
        for (String name : NAMESPACES) {
            create(Resources.NAMESPACES, ApiObject.of(new Gvk("", "v1", "Namespace"), "", name));
        }
    }

    /** Makes the default roles and bindings, and those of kubejar's own. */
    void policy(Registry registry) {
        create(Resources.CLUSTER_ROLES, NodeFleetPolicy.role());
        create(Resources.CLUSTER_ROLE_BINDINGS, NodeFleetPolicy.binding());
        for (ApiObject object : ApiServer.defaultPolicy()) {
            create(Objects.requireNonNull(registry.find(object.gvk())).resource(), object);
        }
    }

    /** Makes the Service of the API itself and says where it is; without a port yet (0), at the usual one. */
    void apiService(int asked) {
        int port = asked == 0 ? USUAL_PORT : asked;
        ensure(Resources.SERVICES, service());
        ensure(Resources.ENDPOINTS, endpoints(port));
        ensure(Resources.ENDPOINT_SLICES, slice(port));
    }

    private static ApiObject service() {
        return ApiObject.of(new Gvk("", "v1", "Service"), "default", "kubernetes")
                .edit(root -> {
                    labels(root);
                    ObjectNode spec = root.putObject("spec");
                    spec.put("clusterIP", "10.96.0.1").put("type", "ClusterIP").put("sessionAffinity", "None");
                    spec.putArray("ports")
                            .addObject()
                            .put("name", "https")
                            .put("port", 443)
                            .put("protocol", "TCP")
                            .put("targetPort", USUAL_PORT);
                });
    }

    private static ApiObject endpoints(int port) {
        return ApiObject.of(new Gvk("", "v1", "Endpoints"), "default", "kubernetes")
                .edit(root -> {
                    ObjectNode meta = Json.child(root, "metadata");
                    meta.putObject("labels").put("endpointslice.kubernetes.io/skip-mirror", "true");
                    ObjectNode subset = root.putArray("subsets").addObject();
                    subset.putArray("addresses").addObject().put("ip", ADDRESS);
                    port(subset.putArray("ports").addObject(), port);
                });
    }

    private static ApiObject slice(int port) {
        return ApiObject.of(new Gvk("discovery.k8s.io", "v1", "EndpointSlice"), "default", "kubernetes")
                .edit(root -> {
                    ObjectNode meta = Json.child(root, "metadata");
                    meta.putObject("labels").put("kubernetes.io/service-name", "kubernetes");
                    root.put("addressType", "IPv4");
                    ObjectNode endpoint = root.putArray("endpoints").addObject();
                    endpoint.putArray("addresses").add(ADDRESS);
                    endpoint.putObject("conditions").put("ready", true);
                    port(root.putArray("ports").addObject(), port);
                });
    }

    private static void labels(ObjectNode root) {
        Json.child(root, "metadata")
                .putObject("labels")
                .put("component", "apiserver")
                .put("provider", "kubernetes");
    }

    private static void port(ObjectNode port, int number) {
        port.put("name", "https").put("port", number).put("protocol", "TCP");
    }

    /** Creates an object unless it is there. */
    void ensure(Gvr resource, ApiObject object) {
        if (exists(resource, object)) {
            return;
        }
        try {
            create(resource, object);
        } catch (StatusException e) {
            if (!exists(resource, object)) { // else a second server has made it meanwhile, and has its address
                throw e;
            }
        }
    }

    private boolean exists(Gvr resource, ApiObject object) {
        try {
            client.get(ResourceRef.to(resource, object));
            return true;
        } catch (StatusException e) {
            if (e.is(Reason.NOT_FOUND)) {
                return false;
            }
            throw e;
        }
    }

    /** Creates an object; it may be there already, and a second server on the same etcd may be faster. */
    private void create(Gvr resource, ApiObject object) {
        try {
            client.create(ResourceRef.of(resource, object.namespace()), object, WriteOptions.NONE);
        } catch (StatusException e) {
            if (!e.is(Reason.ALREADY_EXISTS)) {
                throw e;
            }
        }
    }
}
