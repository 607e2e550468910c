package io.kubejar.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.cluster.fault.Disturbance;
import io.kubejar.core.client.Patch;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import java.util.List;
import java.util.function.Consumer;

/** What users do, from end to end: the same for a cluster of any mode. Nothing here waits but by {@code settle()}. */
enum Scenario {
    ROLLOUT(Scenario::rollout),
    STATEFUL_SET(Scenario::statefulSet),
    DAEMON_SET(Scenario::daemonSet),
    JOB(Scenario::job),
    SERVICE(Scenario::service),
    NAMESPACE(Scenario::namespace),
    OWNERS(Scenario::owners),
    CUSTOM_RESOURCE(Scenario::customResource),
    MANAGER_KILLED_IN_A_ROLLOUT(Scenario::managerKilled),
    SINGLE_COMPONENTS_KILLED(Scenario::componentsKilled),
    API_SERVER_RESTARTED(Scenario::apiServerRestarted);

    private final Consumer<KubeCluster> run;

    Scenario(Consumer<KubeCluster> run) {
        this.run = run;
    }

    /** Goes through it; the cluster has two nodes and is at rest. */
    void play(KubeCluster cluster) {
        run.accept(cluster);
        assertThat(cluster.faults()).isEmpty();
    }

    private static String template(String image) {
        return "{metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: '" + image
                + "', ports: [{containerPort: 80}]}]}}";
    }

    private static String workload(String apiVersion, String kind, String more) {
        return "{apiVersion: " + apiVersion + ", kind: " + kind + ", metadata: {name: web}, spec: {"
                + "selector: {matchLabels: {app: web}}, template: " + template("nginx") + more + "}}";
    }

    private static List<ApiObject> pods(KubeCluster cluster) {
        return cluster.list("pods", "default");
    }

    private static List<String> names(List<ApiObject> objects) {
        return objects.stream().map(ApiObject::name).toList();
    }

    private static int status(KubeCluster cluster, String resource, String field) {
        return cluster.get(resource, "default", "web").at("status", field).asInt();
    }

    private static void scale(KubeCluster cluster, String resource, int replicas) {
        cluster.client()
                .patch(
                        ResourceRef.of(
                                resource.equals("sts") ? Resources.STATEFUL_SETS : Resources.DEPLOYMENTS,
                                "default",
                                "web"),
                        Patch.merge(Json.parse("{\"spec\":{\"replicas\":" + replicas + "}}")),
                        WriteOptions.NONE);
    }

    private static void rollout(KubeCluster cluster) {
        cluster.apply(workload("apps/v1", "Deployment", ", replicas: 3"));
        cluster.settle();
        assertThat(status(cluster, "deploy", "availableReplicas")).isEqualTo(3);
        cluster.apply(workload("apps/v1", "Deployment", ", replicas: 3").replace("nginx", "nginx:2"));
        cluster.settle();
        assertThat(pods(cluster))
                .hasSize(3)
                .allMatch(pod -> pod.spec().at("/containers/0/image").asText().equals("nginx:2"));
        assertThat(cluster.list("rs", "default")).hasSize(2);
        assertThat(status(cluster, "deploy", "updatedReplicas")).isEqualTo(3);
        scale(cluster, "deploy", 1);
        scale(cluster, "deploy", 4);
        cluster.settle();
        assertThat(status(cluster, "deploy", "readyReplicas")).isEqualTo(4);
        cluster.delete("deploy", "default", "web");
        cluster.settle();
        assertThat(pods(cluster)).isEmpty();
        assertThat(cluster.list("rs", "default")).isEmpty();
    }

    private static void statefulSet(KubeCluster cluster) {
        cluster.apply(workload("apps/v1", "StatefulSet", ", serviceName: web, replicas: 3"));
        cluster.settle();
        assertThat(names(pods(cluster))).containsExactly("web-0", "web-1", "web-2");
        assertThat(names(pods(cluster).stream()
                        .sorted(java.util.Comparator.comparingLong(Scenario::made))
                        .toList()))
                .containsExactly("web-0", "web-1", "web-2");
        scale(cluster, "sts", 1);
        cluster.settle();
        assertThat(names(pods(cluster))).containsExactly("web-0");
        assertThat(status(cluster, "sts", "readyReplicas")).isEqualTo(1);
    }

    private static long made(ApiObject pod) {
        return Long.parseLong(pod.resourceVersion());
    }

    private static void daemonSet(KubeCluster cluster) {
        cluster.apply(workload("apps/v1", "DaemonSet", ""));
        cluster.settle();
        assertThat(pods(cluster).stream()
                        .map(pod -> Json.textOr(pod.spec(), "", "nodeName"))
                        .sorted())
                .containsExactly("node-a", "node-b");
        assertThat(status(cluster, "ds", "numberReady")).isEqualTo(2);
    }

    private static void job(KubeCluster cluster) {
        cluster.apply("""
                apiVersion: batch/v1
                kind: Job
                metadata: {name: web}
                spec:
                  completions: 4
                  parallelism: 2
                  template:
                    spec:
                      restartPolicy: Never
                      containers: [{name: a, image: busybox, command: [sh, -c, "echo done"]}]
                """);
        cluster.settle();
        assertThat(status(cluster, "jobs", "succeeded")).isEqualTo(4);
        assertThat(pods(cluster)).hasSize(4).allMatch(pod -> "Succeeded".equals(Json.text(pod.status(), "phase")));
    }

    private static void service(KubeCluster cluster) {
        cluster.apply("{apiVersion: v1, kind: Service, metadata: {name: web},"
                + " spec: {selector: {app: web}, ports: [{port: 80}]}}");
        cluster.apply(workload("apps/v1", "Deployment", ", replicas: 3"));
        cluster.settle();
        assertThat(cluster.get("endpoints", "default", "web").at("subsets").at("/0/addresses"))
                .hasSize(3);
        assertThat(cluster.list("endpointslices", "default").stream()
                        .filter(slice -> slice.name().startsWith("web-"))
                        .mapToInt(slice -> slice.at("endpoints").size())
                        .sum())
                .isEqualTo(3);
        scale(cluster, "deploy", 0);
        cluster.settle();
        assertThat(cluster.get("endpoints", "default", "web").at("subsets")).isEmpty();
    }

    private static void namespace(KubeCluster cluster) {
        cluster.apply("{apiVersion: v1, kind: Namespace, metadata: {name: team}}");
        cluster.apply(workload("apps/v1", "Deployment", ", replicas: 2")
                .replace("{name: web}, spec: {s", "{name: web," + " namespace: team}, spec: {s"));
        cluster.settle();
        assertThat(cluster.list("pods", "team")).hasSize(2);
        cluster.delete("ns", "", "team");
        cluster.settle();
        assertThat(names(cluster.list("ns", ""))).doesNotContain("team");
        assertThat(cluster.list("pods", "team")).isEmpty();
    }

    private static void owners(KubeCluster cluster) {
        cluster.apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: owner}}");
        String uid = cluster.get("cm", "default", "owner").uid();
        cluster.apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: owned, ownerReferences:"
                + " [{apiVersion: v1, kind: ConfigMap, name: owner, uid: " + uid + "}]}}");
        cluster.apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: stray, ownerReferences:"
                + " [{apiVersion: v1, kind: ConfigMap, name: never, uid: 5e8a4f3e-0000-4000-8000-000000000000}]}}");
        cluster.settle();
        assertThat(names(cluster.list("cm", "default")))
                .contains("owner", "owned")
                .doesNotContain("stray");
        cluster.delete("cm", "default", "owner");
        cluster.settle();
        assertThat(names(cluster.list("cm", "default"))).doesNotContain("owner", "owned");
    }

    private static void managerKilled(KubeCluster cluster) {
        cluster.apply(workload("apps/v1", "Deployment", ", replicas: 3"));
        cluster.settle();
        cluster.apply(workload("apps/v1", "Deployment", ", replicas: 5").replace("nginx", "nginx:2"));
        try (Disturbance killed = cluster.disturb().killComponent("kube-controller-manager")) {
            cluster.settle();
            List<String> before = names(pods(cluster));
            scale(cluster, "deploy", 4);
            cluster.settle();
            assertThat(names(pods(cluster))).isEqualTo(before);
            assertThat(killed.isUndone()).isFalse();
        }
        cluster.settle();
        assertThat(pods(cluster))
                .hasSize(4)
                .allMatch(pod -> pod.spec().at("/containers/0/image").asText().equals("nginx:2"));
        assertThat(cluster.list("rs", "default")).hasSize(2);
        assertThat(status(cluster, "deploy", "availableReplicas")).isEqualTo(4);
        cluster.disturb().restartComponent("kube-controller-manager");
        cluster.delete("deploy", "default", "web");
        cluster.settle();
        assertThat(pods(cluster)).isEmpty();
    }

    private static void componentsKilled(KubeCluster cluster) {
        try (Disturbance controller = cluster.disturb().killComponent("deployment-controller");
                Disturbance scheduler = cluster.disturb().killComponent("kube-scheduler");
                Disturbance kubelet = cluster.disturb().killComponent("kubelet/node-a")) {
            cluster.apply(workload("apps/v1", "Deployment", ", replicas: 4"));
            cluster.settle();
            assertThat(cluster.list("rs", "default")).isEmpty();
            controller.undo();
            cluster.settle();
            assertThat(pods(cluster))
                    .hasSize(4)
                    .allMatch(pod -> Json.textOr(pod.spec(), "", "nodeName").isEmpty());
            scheduler.undo();
            cluster.settle();
            assertThat(status(cluster, "deploy", "availableReplicas")).isEqualTo(2);
            kubelet.undo();
            cluster.settle();
        }
        assertThat(status(cluster, "deploy", "availableReplicas")).isEqualTo(4);
        try (Disturbance collector = cluster.disturb().killComponent("garbage-collector")) {
            cluster.delete("deploy", "default", "web");
            cluster.settle();
            assertThat(pods(cluster)).hasSize(4);
            assertThat(collector.isUndone()).isFalse();
        }
        cluster.settle();
        assertThat(pods(cluster)).isEmpty();
    }

    private static void apiServerRestarted(KubeCluster cluster) {
        cluster.apply(workload("apps/v1", "Deployment", ", replicas: 3"));
        cluster.disturb().restartComponent("kube-apiserver");
        cluster.settle();
        assertThat(status(cluster, "deploy", "availableReplicas")).isEqualTo(3);
        cluster.disturb().restartComponent("kube-apiserver");
        scale(cluster, "deploy", 5);
        cluster.settle();
        assertThat(status(cluster, "deploy", "availableReplicas")).isEqualTo(5);
        cluster.delete("deploy", "default", "web");
        cluster.settle();
        assertThat(pods(cluster)).isEmpty();
    }

    private static void customResource(KubeCluster cluster) {
        cluster.apply(Samples.FOOS);
        cluster.settle();
        cluster.apply("{apiVersion: example.com/v1, kind: Foo, metadata: {name: a}}");
        cluster.settle();
        assertThat(names(cluster.list("foos", "default"))).containsExactly("a");
        cluster.delete("crd", "", "foos.example.com");
        cluster.settle();
        assertThat(names(cluster.list("crd", ""))).isEmpty();
        cluster.apply(Samples.FOOS);
        cluster.settle();
        assertThat(cluster.list("foos", "default")).isEmpty();
    }
}
