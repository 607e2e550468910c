package io.kubejar.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.cluster.load.LoadReport;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.server.yaml.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Dumps of other clusters, as {@code kubectl get -o yaml} prints them. */
class LoadTest {
    private static final List<String> KINDS = List.of(
            "events",
            "pods",
            "rs",
            "endpointslices",
            "endpoints",
            "foos",
            "deploy",
            "jobs",
            "svc",
            "cm",
            "secrets",
            "sa",
            "leases",
            "ns",
            "crd",
            "nodes");
    private static final List<String> COMPARED = List.of("pods", "rs", "deploy", "jobs", "foos", "svc", "endpoints");
    private static final String OBJECTS = """
            {apiVersion: v1, kind: Namespace, metadata: {name: team}}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: team}
            spec:
              replicas: 3
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: web, image: nginx}]}
            ---
            {apiVersion: v1, kind: Service, metadata: {name: web, namespace: team},
             spec: {selector: {app: web}, type: NodePort, ports: [{port: 80, nodePort: 30080}]}}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: bad, namespace: team}
            spec: {containers: [{name: a, image: busybox, command: [sh, -c, "exit 3"]}]}
            ---
            apiVersion: v1
            kind: Secret
            type: kubernetes.io/service-account-token
            metadata: {name: token, namespace: team, annotations: {kubernetes.io/service-account.name: default}}
            ---
            apiVersion: batch/v1
            kind: Job
            metadata: {name: once, namespace: team}
            spec:
              template:
                spec:
                  restartPolicy: Never
                  containers: [{name: a, image: busybox, command: [sh, -c, "echo done"]}]
            ---
            """ + Samples.FOOS;

    private static List<ApiObject> objects;

    @TempDir
    Path folder;

    @BeforeAll
    static void makeDump() {
        try (KubeCluster base =
                KubeCluster.builder().seed(1).firstNode(10).nodes(2).start()) {
            base.apply(OBJECTS);
            base.settle();
            base.apply("{apiVersion: example.com/v1, kind: Foo, metadata: {name: a, namespace: team}, spec: {x: 1}}");
            base.time().advance(Duration.ofMinutes(3));
            objects = new ArrayList<>();
            KINDS.forEach(kind -> objects.addAll(base.list(kind, "")));
        }
    }

    private static String dump(List<ApiObject> some) {
        ObjectNode list = Json.object().put("apiVersion", "v1").put("kind", "List");
        ArrayNode items = list.putArray("items");
        some.forEach(object -> items.add(object.tree()));
        return Yaml.print(list);
    }

    private static List<ApiObject> only(String... kinds) {
        return objects.stream().filter(o -> List.of(kinds).contains(o.kind())).toList();
    }

    private static Map<String, JsonNode> compared(List<ApiObject> some) {
        Map<String, JsonNode> all = new TreeMap<>();
        for (ApiObject object : some) {
            if (object.namespace().equals("team")) {
                ObjectNode tree = object.tree().deepCopy();
                Json.child(tree, "metadata").remove("resourceVersion");
                all.put(object.kind() + " " + object.name(), tree);
            }
        }
        return all;
    }

    private static List<ApiObject> compared(KubeCluster cluster) {
        List<ApiObject> all = new ArrayList<>();
        COMPARED.forEach(kind -> all.addAll(cluster.list(kind, "team")));
        return all;
    }

    private static Map<String, JsonNode> expected() {
        return compared(only("Pod", "ReplicaSet", "Deployment", "Job", "Foo", "Service", "Endpoints"));
    }

    @ParameterizedTest
    @EnumSource
    void everythingIsAsItWasAndStays(Mode mode) throws IOException {
        Path file = Files.writeString(folder.resolve("dump.yaml"), dump(objects));
        try (KubeCluster cluster = KubeCluster.builder().mode(mode).start()) {
            LoadReport report = cluster.load(file);
            cluster.settle();
            assertThat(compared(compared(cluster))).isEqualTo(expected());
            assertThat(report.leftOut())
                    .extracting(LoadReport.LeftOut::toString)
                    .contains(
                            "Service default/kubernetes: it is here already",
                            "ConfigMap team/kube-root-ca.crt: the root certificate of this cluster is another one",
                            "Lease kube-node-lease/node-k: it is the sign of life of a component of the other cluster",
                            "ServiceAccount default/default: it is here already");
            assertThat(report.changed()).containsExactly("Secret team/token: it gets a token that is good here");
            assertThat(report.toString())
                    .startsWith("loaded ")
                    .contains("\nleft out Service default/kubernetes: it is");
            if (mode != Mode.LIVE) {
                cluster.time().advance(Duration.ofHours(2));
                assertThat(compared(compared(cluster)))
                        .as("no node is lost, no owner")
                        .isEqualTo(expected());
            }
            assertThat(cluster.get("secrets", "team", "token")
                            .at("data", "token")
                            .asText())
                    .isNotEmpty()
                    .isNotEqualTo(token());
            assertThat(cluster.get("cm", "team", "kube-root-ca.crt").uid()).isNotEmpty();
            assertThat(cluster.violations()).isEmpty();
            assertThat(cluster.faults()).isEmpty();

            cluster.delete("pods", "team", "bad");
            cluster.delete("deploy", "team", "web");
            cluster.settle();
            assertThat(cluster.list("pods", "team")).hasSize(1);
            assertThat(cluster.list("rs", "team")).isEmpty();
            cluster.delete("crd", "", "foos.example.com");
            cluster.delete("ns", "", "team");
            cluster.settle();
            assertThat(cluster.list("ns", "")).extracting(ApiObject::name).doesNotContain("team");
        }
    }

    private static String token() {
        return only("Secret").get(0).at("data", "token").asText();
    }

    @Test
    @DisplayName("a second time everything is here already")
    void loadsOnce() {
        try (KubeCluster cluster =
                KubeCluster.builder().seed(1).heartbeats(false).start()) {
            cluster.load(dump(objects));
            cluster.settle();
            LoadReport again = cluster.load(dump(objects));
            assertThat(again.loaded()).isEmpty();
            cluster.settle();
            assertThat(compared(compared(cluster))).isEqualTo(expected());
        }
    }

    @Test
    void podsAloneStayToo() {
        try (KubeCluster cluster = KubeCluster.builder().seed(1).start()) {
            LoadReport report = cluster.load(dump(only("Pod")));
            cluster.time().advance(Duration.ofHours(1));
            assertThat(cluster.list("pods", "team")).hasSize(5);
            assertThat(cluster.list("nodes", "")).extracting(ApiObject::name).contains("node-k", "node-l");
            assertThat(report.changed())
                    .contains(
                            "Namespace team: the dump does not have it; it is made",
                            "Node node-k: the dump does not have it; one stands in for it")
                    .filteredOn(line -> line.contains("its owner ReplicaSet web-"))
                    .hasSize(3);
        }
    }

    @Test
    void whatIsNotServedIsNamed() {
        try (KubeCluster cluster =
                KubeCluster.builder().seed(1).heartbeats(false).start()) {
            cluster.apply("{apiVersion: v1, kind: Service, metadata: {name: mine}, spec: {type: NodePort,"
                    + " ports: [{port: 1, nodePort: 30080}]}}");
            List<ApiObject> some = new ArrayList<>(only("Service"));
            some.add(ApiObject.ofJson("{\"apiVersion\":\"example.com/v9\",\"kind\":\"Bar\",\"metadata\":"
                    + "{\"name\":\"x\",\"uid\":\"u1\"}}"));
            some.add(ApiObject.ofJson("{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":"
                    + "{\"name\":\"y\",\"namespace\":\"default\"}}"));
            some.add(ApiObject.ofJson("{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"data\":[],\"metadata\":"
                    + "{\"name\":\"z\",\"namespace\":\"default\",\"uid\":\"u2\"}}"));
            LoadReport report = cluster.load(dump(some));
            assertThat(report.loaded()).isEmpty();
            assertThat(report.leftOut())
                    .extracting(LoadReport.LeftOut::toString)
                    .contains(
                            "Bar x: the server serves no kind \"Bar\" in version \"example.com/v9\"",
                            "ConfigMap default/y: it has no uid, so it comes from no cluster: apply it",
                            "Service team/web: its node port 30080 is that of default/mine")
                    .anyMatch(line -> line.startsWith("ConfigMap default/z: ConfigMap in version \"v1\" cannot be"));
        }
    }

    private static ApiObject service(String name, String uid, String type) {
        return ApiObject.ofJson("{\"apiVersion\":\"v1\",\"kind\":\"Service\",\"metadata\":{\"name\":\"" + name
                + "\",\"namespace\":\"default\",\"uid\":\"" + uid + "\"},\"spec\":{\"type\":" + type
                + ",\"clusterIP\":\"10.96.7.7\",\"clusterIPs\":[\"10.96.7.7\"],"
                + "\"ports\":[{\"port\":1,\"nodePort\":30777}]}}");
    }

    @Test
    @DisplayName("what is left out is neither told to be changed nor in anybody's way")
    void whatIsLeftOutTakesNothing() {
        try (KubeCluster cluster =
                KubeCluster.builder().seed(1).heartbeats(false).start()) {
            String taken = cluster.get("ns", "", "default").uid();
            LoadReport report =
                    cluster.load(dump(List.of(service("broken", taken, "[]"), service("good", "u1", "\"NodePort\""))));
            assertThat(report.leftOut())
                    .singleElement()
                    .asString()
                    .startsWith("Service default/broken: Service in version \"v1\" cannot be");
            assertThat(report.loaded()).extracting(ApiObject::name).containsExactly("good");
            assertThat(report.changed()).isEmpty();
            assertThat(cluster.load(dump(List.of(service("late", "u2", "\"NodePort\""))))
                            .leftOut())
                    .extracting(LoadReport.LeftOut::why)
                    .containsExactly("its cluster address 10.96.7.7 is that of default/good");
        }
    }

    @Test
    @DisplayName("a seed gives the same cluster after a load, and ids of its own")
    void seedsRepeat() {
        assertThat(story(5)).isEqualTo(story(5)).isNotEqualTo(story(6));
    }

    private static String story(long seed) {
        List<ApiObject> mixed = new ArrayList<>(objects);
        Collections.reverse(mixed);
        try (KubeCluster cluster =
                KubeCluster.builder().seed(seed).heartbeats(false).start()) {
            cluster.load(dump(mixed));
            cluster.settle();
            cluster.delete("pods", "team", cluster.list("pods", "team").get(1).name());
            cluster.settle();
            assertThat(cluster.violations()).isEmpty();
            return cluster.timeline().toString();
        }
    }
}
