package io.kubejar.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.options.GetOption;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import io.kubejar.etcd.EtcdServer;
import io.kubejar.server.schema.ProtobufEncoder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots of clusters that are not ours: kube-apiserver keeps its built-in kinds in protobuf. */
class ForeignSnapshotTest {
    private static final List<String> SHOWN =
            List.of("ns", "pods", "rs", "deploy", "svc", "secrets", "crd", "foos", "roles");
    private static final String OBJECTS = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: 3
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  containers:
                  - {name: web, image: nginx, resources: {requests: {cpu: 100m}}, ports: [{containerPort: 80}]}
            ---
            {apiVersion: v1, kind: Service, metadata: {name: web},
             spec: {selector: {app: web}, type: NodePort, ports: [{port: 80, targetPort: web}]}}
            ---
            {apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {a: b}}
            ---
            {apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: r},
             rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]}
            ---
            """ + Samples.FOOS;

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("snapshot");
    }

    private static ByteSequence bytes(String text) {
        return ByteSequence.from(text, UTF_8);
    }

    /** The value as kube-apiserver keeps it: protobuf, but for custom resources. */
    private static ByteSequence asUpstream(ByteSequence json) {
        ObjectNode tree = (ObjectNode) Json.parse(json.getBytes());
        Gvk kind = ApiObject.of(tree).gvk();
        boolean custom = kind.group().contains("example.com") || !ProtobufEncoder.canEncode(kind);
        return custom ? json : ByteSequence.from(ProtobufEncoder.encode(tree));
    }

    /** Writes the snapshot of a cluster whose nodes no kubelet of ours knows; gives the objects. */
    private Map<String, JsonNode> save(KubeCluster base, EtcdServer etcd) {
        Map<String, JsonNode> objects = everything(base);
        KV kv = etcd.client().getKVClient();
        GetOption all = GetOption.builder().isPrefix(true).build();
        for (KeyValue one : base.etcdClient()
                .getKVClient()
                .get(bytes("/registry/"), all)
                .join()
                .getKvs()) {
            kv.put(one.getKey(), asUpstream(one.getValue())).join();
        }
        etcd.snapshot(file());
        return objects;
    }

    private static Map<String, JsonNode> everything(KubeCluster cluster) {
        Map<String, JsonNode> all = new TreeMap<>();
        for (String resource : SHOWN) {
            cluster.list(resource, "").forEach(object -> {
                ObjectNode tree = object.tree().deepCopy();
                Json.child(tree, "metadata").remove("resourceVersion");
                all.put(resource + " " + object.namespace() + " " + object.name(), tree);
            });
        }
        return all;
    }

    @Test
    void startsAsFarAsItCan() {
        Map<String, JsonNode> before;
        try (KubeCluster base =
                        KubeCluster.builder().seed(1).firstNode(10).nodes(2).start();
                EtcdServer etcd = EtcdServer.start()) {
            base.apply(OBJECTS);
            base.settle();
            base.apply("{apiVersion: example.com/v1, kind: Foo, metadata: {name: a}, spec: {x: 1}}");
            base.settle();
            before = save(base, etcd);
        }
        try (KubeCluster next = KubeCluster.builder().seed(2).restore(file()).start()) {
            assertThat(everything(next)).isEqualTo(before);
            assertThat(next.list("nodes", ""))
                    .extracting(ApiObject::name)
                    .containsExactly("node-a", "node-k", "node-l");
            next.time().advance(Duration.ofHours(1));
            assertThat(everything(next)).as("no node is taken for lost").isEqualTo(before);

            String pod = next.list("pods", "default").get(0).name();
            next.delete("pods", "default", pod);
            next.settle();
            assertThat(next.list("pods", "default"))
                    .as("a deleted pod goes, and the new one runs where a kubelet is")
                    .hasSize(3)
                    .filteredOn(one -> "node-a".equals(Json.text(one.spec(), "nodeName")))
                    .hasSize(1)
                    .allMatch(one -> "Running".equals(Json.text(one.status(), "phase")));
            assertThat(next.violations()).isEmpty();
            assertThat(next.faults()).isEmpty();
        }
    }

    @Test
    void whatCannotBeReadIsNamed() {
        try (KubeCluster base = KubeCluster.builder().seed(1).start();
                EtcdServer etcd = EtcdServer.start()) {
            base.apply(OBJECTS);
            base.settle();
            KV kv = etcd.client().getKVClient();
            kv.put(bytes("/registry/secrets/default/x"), bytes("k8s:enc:aescbc:v1:key1:..."))
                    .join();
            kv.put(bytes("/registry/pods/default/x"), bytes("{}")).join();
            kv.put(
                            bytes("/registry/deployments/default/x"),
                            bytes(
                                    "{\"apiVersion\":\"apps/v1beta1\",\"kind\":\"Deployment\",\"metadata\":{\"name\":\"x\"}}"))
                    .join();
            kv.put(bytes("/registry/masterleases/10.0.0.1"), bytes("of no kind that is served"))
                    .join();
            save(base, etcd);
        }
        assertThatThrownBy(() -> KubeCluster.builder().restore(file()).start())
                .hasMessageContaining("/registry/secrets/default/x: it is encrypted")
                .hasMessageContaining("/registry/pods/default/x: it is neither JSON nor protobuf of an object")
                .hasMessageContaining(
                        "/registry/deployments/default/x: its version apps/v1beta1 is not stored by this");
    }
}
