package io.kubejar.cluster.explain;

import static io.kubejar.cluster.explain.Seen.NODE;
import static io.kubejar.cluster.explain.Seen.event;
import static io.kubejar.cluster.explain.Seen.reasons;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Why workloads do not have their pods. */
class WorkloadReasonsTest {
    private static final String QUOTA =
            "pods \"p\" is forbidden: exceeded quota: q, requested: pods=1, used: pods=2, limited: pods=2";

    private static String object(String api, String kind, String spec, String status) {
        return "{apiVersion: " + api + ", kind: " + kind
                + ", metadata: {name: w, namespace: default, uid: u, generation: 1}," + " spec: {" + spec
                + "}, status: {" + status + "}}\n";
    }

    private static String owned(String kind, String name, String owner, String rest) {
        String api = kind.equals("Pod") ? "v1" : "apps/v1";
        return "---\n{apiVersion: " + api + ", kind: " + kind + ", metadata: {name: " + name
                + ", namespace: default, uid: u-" + name + ", ownerReferences: [{uid: " + owner
                + ", controller: true}]}, " + rest + "}\n";
    }

    private static final String STUCK = "spec: {schedulingGates: [{name: g}]}";
    private static final String WHY = "it is not scheduled before its scheduling gates are removed: g";

    @Test
    @DisplayName("B31.2 B13.6 pods are absent because of a quota: relax it")
    void quota() {
        String failure = "observedGeneration: 1, conditions: [{type: ReplicaFailure, status: \"True\", message: '"
                + QUOTA + "'}]";
        assertThat(reasons(object("apps/v1", "ReplicaSet", "replicas: 3", failure)))
                .containsExactly("pods cannot be created: " + QUOTA, "relax the quota, or lower what the pods ask for");
        assertThat(reasons(object("apps/v1", "StatefulSet", "replicas: 1", "observedGeneration: 1")
                        + event("FailedCreate", QUOTA)))
                .containsExactly("pods cannot be created: " + QUOTA, "relax the quota, or lower what the pods ask for");
        assertThat(reasons(
                        object("batch/v1", "Job", "", "") + event("FailedCreate", "failed quota: q: must specify cpu")))
                .last()
                .isEqualTo("the quota wants every pod to state requests or limits: add them, or a LimitRange");
    }

    @Test
    @DisplayName("B12.1 pods are absent because their creation is forbidden")
    void forbidden() {
        String words =
                "pods \"w-\" is forbidden: error looking up service account default/x: serviceaccount \"x\" not found";
        assertThat(reasons(object("apps/v1", "DaemonSet", "", "observedGeneration: 1, desiredNumberScheduled: 1")
                        + event("FailedCreate", "Error creating: " + words)))
                .containsExactly(
                        "pods cannot be created: Error creating: " + words,
                        "create the service account, or name another");
    }

    @Test
    @DisplayName("B17 a Deployment does not progress: its newest ReplicaSet and that one's pods say why")
    void deployment() {
        String late = "observedGeneration: 1, conditions: [{type: Progressing, status: \"False\", reason:"
                + " ProgressDeadlineExceeded, message: too long}]";
        assertThat(reasons(object("apps/v1", "Deployment", "replicas: 1", late)
                        + owned("ReplicaSet", "w-1", "u", "spec: {replicas: 1}")
                        + owned("Pod", "p", "u-w-1", STUCK)))
                .containsExactly(
                        "it does not progress, ProgressDeadlineExceeded: too long", "ReplicaSet w-1: pod p: " + WHY);
        assertThat(reasons(object("apps/v1", "Deployment", "replicas: 1, paused: true", "observedGeneration: 1")))
                .containsExactly("it is paused: changes of its template do nothing before it is resumed");
        assertThat(reasons(object("apps/v1", "Deployment", "replicas: 0", "observedGeneration: 1")))
                .containsExactly("it is scaled to 0");
        assertThat(reasons(object("apps/v1", "Deployment", "replicas: 2", "")))
                .containsExactly("its controller has not looked at its generation 1 yet: does it run?");
        assertThat(reasons(object("apps/v1", "Deployment", "replicas: 2", "observedGeneration: 1, updatedReplicas: 1")))
                .containsExactly("its rollout is under way: 1 of 2 are up to date, 0 available");
        assertThat(reasons(object(
                        "apps/v1",
                        "Deployment",
                        "replicas: 1",
                        "observedGeneration: 1, updatedReplicas: 1, availableReplicas: 1")))
                .isEmpty();
    }

    @Test
    @DisplayName("B18 the first pod of a StatefulSet that is not ready holds up the others")
    void statefulSet() {
        assertThat(reasons(object("apps/v1", "StatefulSet", "replicas: 2", "observedGeneration: 1")
                        + owned("Pod", "w-0", "u", STUCK)))
                .containsExactly(
                        "pod w-0: " + WHY,
                        "the pods after w-0 wait for it, because podManagementPolicy is OrderedReady");
        assertThat(reasons(object(
                                "apps/v1",
                                "StatefulSet",
                                "replicas: 2, podManagementPolicy: Parallel",
                                "observedGeneration: 1")
                        + owned("Pod", "w-0", "u", STUCK)))
                .containsExactly("pod w-0: " + WHY);
    }

    @Test
    @DisplayName("B19 no node takes the pods of a DaemonSet")
    void daemonSet() {
        String set =
                object("apps/v1", "DaemonSet", "template: {spec: {nodeSelector: {a: b}}}", "observedGeneration: 1");
        assertThat(reasons(set)).containsExactly("there is no node");
        assertThat(reasons(set + NODE)).containsExactly("its nodeSelector {a=b} matches no node");
        assertThat(reasons(set.replace("nodeSelector: {a: b}", "") + NODE))
                .containsExactly("no node takes its pods: look at its node affinity and at the taints of the nodes");
    }

    @Test
    @DisplayName("B20 B21 a Job has failed, is suspended or waits; a CronJob starts nothing")
    void jobs() {
        assertThat(reasons(object(
                        "batch/v1",
                        "Job",
                        "",
                        "conditions: [{type: Failed, status: \"True\", reason:"
                                + " BackoffLimitExceeded, message: Job has reached the specified backoff limit}]")))
                .containsExactly("it has failed, BackoffLimitExceeded: Job has reached the specified backoff limit");
        assertThat(reasons(object("batch/v1", "Job", "suspend: true", ""))).containsExactly("it is suspended");
        assertThat(reasons(object("batch/v1", "Job", "", "") + owned("Pod", "p", "u", STUCK)))
                .containsExactly("pod p: " + WHY);
        assertThat(reasons(object("batch/v1", "Job", "", "conditions: [{type: Complete, status: \"True\"}]")))
                .isEmpty();
        assertThat(reasons(object(
                        "batch/v1", "CronJob", "suspend: true, concurrencyPolicy: Forbid", "active: [{name: j}]")))
                .containsExactly(
                        "it is suspended",
                        "it starts nothing while a job of it runs, because concurrencyPolicy is Forbid");
        assertThat(reasons(object("batch/v1", "CronJob", "", "") + event("InvalidSchedule", "bad")))
                .containsExactly("InvalidSchedule: bad");
    }

    @Test
    @DisplayName("B15 a node takes no pods")
    void nodes() {
        assertThat(reasons("{apiVersion: v1, kind: Node, metadata: {name: n1}, spec: {unschedulable: true}}"))
                .containsExactly("its kubelet has never reported", "it is cordoned: kubectl uncordon n1");
        assertThat(
                        reasons(
                                "{apiVersion: v1, kind: Node, metadata: {name: n1}, status: {conditions: [{type: Ready, status:"
                                        + " Unknown, reason: NodeStatusUnknown}, {type: DiskPressure, status: \"True\", reason: Full}]}}"))
                .containsExactly(
                        "its kubelet does not report any more, NodeStatusUnknown", "it is under DiskPressure, Full");
    }

    @Test
    @DisplayName("of a kind that is not known the conditions speak")
    void others() {
        assertThat(
                        reasons(
                                "{apiVersion: a.io/v1, kind: Thing, metadata: {name: t}, status: {conditions: [{type: Synced,"
                                        + " status: \"False\", reason: Broken, message: no key}, {type: Ready, status: \"True\"}]}}"))
                .containsExactly("Synced is False, Broken: no key");
    }
}
