package io.kubejar.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.etcd.EtcdServer;
import io.kubejar.kubelet.fleet.KubeletFleet.Member;
import io.kubejar.kubelet.node.NodeSpec;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster is beside its store, as it stands in a snapshot: etcd's notes. It is JSON under the name {@code cluster},
 * and PEM under the names of the files that kube-apiserver would be given.
 *
 * @param time what time it was
 * @param revision the store's
 * @param nodes the simulated nodes
 * @param keys those of the cluster, see {@link io.kubejar.server.pki.Pki#keys}
 */
record ClusterNotes(Instant time, long revision, List<Member> nodes, Map<String, String> keys) {
    private static final String CLUSTER = "cluster";

    /** Those in a snapshot; null when it is not one of a cluster of ours. */
    static @Nullable ClusterNotes of(Path snapshot) {
        SortedMap<String, byte[]> notes = EtcdServer.notesOf(snapshot);
        byte[] cluster = notes.remove(CLUSTER);
        if (cluster == null) {
            return null;
        }
        JsonNode json = Json.parse(cluster);
        List<Member> nodes = new ArrayList<>();
        json.path("nodes").forEach(node -> nodes.add(member(node)));
        Map<String, String> keys = new TreeMap<>();
        notes.forEach((name, pem) -> keys.put(name, new String(pem, UTF_8)));
        return new ClusterNotes(
                Instant.parse(Json.textOr(json, "", "time")), Json.number(json, 0, "revision"), nodes, keys);
    }

    /** The notes to be kept. */
    Map<String, byte[]> bytes() {
        ObjectNode json = Json.object().put("time", time.toString()).put("revision", revision);
        nodes.forEach(node -> json.withArrayProperty("nodes").add(tree(node)));
        Map<String, byte[]> out = new TreeMap<>();
        keys.forEach((name, pem) -> out.put(name, pem.getBytes(UTF_8)));
        out.put(CLUSTER, Json.bytes(json));
        return out;
    }

    private static ObjectNode tree(Member node) {
        NodeSpec spec = node.spec();
        ObjectNode out = Json.object().put("name", spec.name()).put("number", spec.number());
        out.put("running", node.running());
        out.set("labels", Json.of(spec.labels()));
        out.set("taints", spec.taints());
        out.set("capacity", Json.of(spec.capacity()));
        return out;
    }

    private static Member member(JsonNode node) {
        NodeSpec spec = NodeSpec.of(Json.textOr(node, "", "name"), (int) Json.number(node, 0, "number"))
                .withLabels(Json.map(node.path("labels")))
                .withTaints(node.path("taints"))
                .withCapacity(Json.map(node.path("capacity")));
        return new Member(spec, Json.isTrue(node, "running"));
    }
}
