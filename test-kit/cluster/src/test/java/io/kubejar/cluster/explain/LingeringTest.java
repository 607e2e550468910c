package io.kubejar.cluster.explain;

import static io.kubejar.cluster.explain.Seen.NODE;
import static io.kubejar.cluster.explain.Seen.reasons;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Why objects that are being deleted are still there. */
class LingeringTest {
    private static String going(String kind, String meta, String rest) {
        return "{apiVersion: v1, kind: " + kind
                + ", metadata: {name: g, uid: u, deletionTimestamp: '2026-01-01T00:00:30Z', " + meta + "}" + rest
                + "}\n";
    }

    @Test
    @DisplayName("B30.4 finalizers keep an object")
    void finalizers() {
        assertThat(reasons(going("ConfigMap", "namespace: default, finalizers: [a.io/x]", "")))
                .containsExactly("its finalizer a.io/x is not removed: does the controller that has set it run?");
    }

    @Test
    @DisplayName("B30.4 what it owns keeps an object that is deleted in the foreground")
    void foreground() {
        String owned =
                "---\n{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: default, ownerReferences: [{uid: u,"
                        + " blockOwnerDeletion: true}]}}\n";
        String meta = "namespace: default, finalizers: [foregroundDeletion]";
        assertThat(reasons(going("ConfigMap", meta, "") + owned))
                .containsExactly("it goes after what it owns is gone: Pod default/p");
        assertThat(reasons(going("ConfigMap", meta, "")))
                .containsExactly("it goes as soon as the garbage collector has seen that all it owned is gone");
    }

    @Test
    @DisplayName("B8 grace and the kubelet keep a pod, a lost node for ever")
    void pods() {
        String pod = going(
                "Pod",
                "namespace: default, deletionGracePeriodSeconds: 30",
                ", spec: {nodeName: n1}, status: {phase: Running}");
        assertThat(reasons(pod + NODE))
                .containsExactly(
                        "it may end by itself until 2026-01-01T00:00:30Z, its grace period is 30 s",
                        "the kubelet of node n1 has to confirm that it has ended");
        assertThat(reasons(pod + NODE.replace("\"True\"", "Unknown")))
                .contains("its node n1 is lost: what the pod's status says is from before");
    }

    @Test
    @DisplayName("B7 a namespace goes after all that is in it")
    void namespaces() {
        String in = "---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: m, namespace: g, finalizers: [a.io/x]}}\n";
        String failed =
                ", status: {conditions: [{type: NamespaceDeletionContentFailure, status: \"True\", message: failed}]}";
        assertThat(reasons(going("Namespace", "", failed) + in))
                .containsExactly("failed", "in it there is still ConfigMap m with finalizers [a.io/x]");
        assertThat(reasons(going("Namespace", "", ", spec: {finalizers: [kubernetes]}")))
                .containsExactly("it is empty, and its spec.finalizers [kubernetes] are not removed: does the namespace"
                        + " controller run?");
    }
}
