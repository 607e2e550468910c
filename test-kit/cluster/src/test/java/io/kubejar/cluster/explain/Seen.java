package io.kubejar.cluster.explain;

import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvr;
import io.kubejar.server.kinds.Kinds;
import io.kubejar.server.registry.Registry;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.yaml.Yaml;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A cluster that consists of the objects of a manifest. */
record Seen(List<ApiObject> all, OptionalInt refused) implements Sight {
    private static final Registry REGISTRY = new Registry(Kinds.all());

    /** A node on which everything is well. */
    static final String NODE = """
            ---
            {apiVersion: v1, kind: Node, metadata: {name: n1}, status: {conditions: [{type: Ready, status: "True"}]}}
            """;

    static Seen of(String manifest) {
        return new Seen(Yaml.objects(manifest), OptionalInt.empty());
    }

    /** The same after a port-forward that was refused by every pod. */
    Seen refusing(int port) {
        return new Seen(all, OptionalInt.of(port));
    }

    @Override
    public OptionalInt refusedPort(ApiObject pod) {
        return refused;
    }

    /** The reasons of a manifest's first object; the others are what else there is. */
    static List<String> reasons(String manifest) {
        Seen seen = of(manifest);
        return Reasons.of(seen.all.get(0), seen);
    }

    /** A pod of one container c on node n, or with "" on none, with more of its spec and its status as flow YAML. */
    static String pod(String node, String container, String spec, String status) {
        String bound = node.isEmpty() ? "" : "nodeName: " + node + ", ";
        return "{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: default, uid: u}, spec: {" + bound + spec
                + "containers: [{name: c, image: \"nginx:1\"" + (container.isEmpty() ? "" : ", " + container)
                + "}]}, status: {" + status + "}}\n";
    }

    /** A pod on a good node whose container has this status. */
    static String container(String container, String phase, String status) {
        return pod(
                        "n1",
                        container,
                        "",
                        "phase: " + phase + ", containerStatuses: [{name: c, image: \"nginx:1\", " + status + "}]")
                + NODE;
    }

    /** An Event about the first object. */
    static String event(String reason, String message) {
        return "---\n{apiVersion: v1, kind: Event, metadata: {name: e-" + reason.hashCode() + message.hashCode()
                + ", namespace: default}, involvedObject: {uid: u}, reason: " + reason + ", message: '" + message
                + "'}\n";
    }

    @Override
    public @Nullable ApiObject find(Gvr resource, String namespace, String name) {
        return list(resource, namespace).stream()
                .filter(object -> object.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    @Override
    public List<ApiObject> list(Gvr resource, String namespace) {
        return all.stream()
                .filter(object -> resource(object).resource().equals(resource))
                .filter(object -> namespace.isEmpty() || object.namespace().equals(namespace))
                .toList();
    }

    private static ResourceDef resource(ApiObject object) {
        return Objects.requireNonNull(REGISTRY.find(object.gvk()));
    }
}
