package io.kubejar.cluster.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.cluster.KubeCluster;
import io.kubejar.cluster.Mode;
import io.kubejar.core.object.ApiObject;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Explanations of objects of a cluster. */
class ExplainTest {
    private static final String WEB = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  containers:
                  - name: web
                    image: nginx
                    envFrom: [{configMapRef: {name: settings}}]
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec: {selector: {app: web}, ports: [{port: 80}]}
            """;

    @Test
    @DisplayName(
            "B2.2 B31.11 from a Service down to the ConfigMap that is missing, and from a pod up to the one who asked for it")
    void explainsAll() {
        try (KubeCluster cluster = KubeCluster.builder().mode(Mode.VIRTUAL).start()) {
            cluster.apply(WEB);
            cluster.settle();
            String missing = "container web waits: ConfigMap settings does not exist";
            ApiObject pod = cluster.list("pods", "default").get(0);
            assertThat(cluster.explain("service", "default", "web")).contains("pod " + pod.name() + ": " + missing);
            assertThat(cluster.explain("deployment", "default", "web"))
                    .contains(": pod " + pod.name() + ": " + missing);
            assertThat(cluster.explain("default", pod.name()))
                    .startsWith("pod default/" + pod.name() + " is Pending on node-a\n  " + missing)
                    .containsPattern("because +[0-9]+ +create +/api/v1/namespaces/default/pods/web-")
                    .containsPattern("because +[0-9]+ +create +/apis/apps/v1/namespaces/default/replicasets/web-")
                    .containsPattern(
                            "because +[0-9]+ +create +/apis/apps/v1/namespaces/default/deployments/web +by kubernetes-admin")
                    .contains("owned by ReplicaSet web-");
            cluster.apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}}");
            cluster.time().advance(java.time.Duration.ofMinutes(2));
            assertThat(cluster.explain("default", pod.name()))
                    .contains(" is Running on node-a")
                    .doesNotContain(missing);
        }
    }

    @Test
    @DisplayName("B30.4 an owner that is gone is told")
    void owners() {
        try (KubeCluster cluster = KubeCluster.builder().mode(Mode.VIRTUAL).start()) {
            String owned =
                    "{apiVersion: v1, kind: ConfigMap, metadata: {name: child, finalizers: [a.io/x], ownerReferences:"
                            + " [{apiVersion: v1, kind: ConfigMap, name: parent, uid: no-such}]}}";
            cluster.apply(owned);
            cluster.settle();
            assertThat(cluster.explain("configmaps", "default", "child"))
                    .startsWith("configmap default/child is being deleted since ")
                    .contains("its finalizer a.io/x is not removed")
                    .contains(
                            "owned by ConfigMap parent, which is gone: the garbage collector will delete this object");
        }
    }
}
