package io.kubejar.cluster.explain;

import static io.kubejar.cluster.explain.Seen.NODE;
import static io.kubejar.cluster.explain.Seen.container;
import static io.kubejar.cluster.explain.Seen.event;
import static io.kubejar.cluster.explain.Seen.pod;
import static io.kubejar.cluster.explain.Seen.reasons;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Each branch of the chart that ends at a pod. */
class PodReasonsTest {
    private static final String UNFIT = "phase: Pending, conditions: [{type: PodScheduled, status: \"False\","
            + " reason: Unschedulable, message: \"%s\"}]";

    private static String waiting(String reason, String message) {
        return "state: {waiting: {reason: " + reason + ", message: '" + message + "'}}";
    }

    @Test
    @DisplayName("nothing is said of a pod that is well, or that is done")
    void wellOrDone() {
        assertThat(reasons(container("", "Running", "ready: true, state: {running: {}}")
                        .replace("phase: Running,", "phase: Running, conditions: [{type: Ready, status: \"True\"}],")))
                .isEmpty();
        assertThat(reasons(container("", "Succeeded", "state: {terminated: {exitCode: 0}}")))
                .isEmpty();
    }

    @Test
    @DisplayName("B31.1 pending because the cluster is full: add nodes")
    void full() {
        String words = "0/1 nodes are available: 1 Insufficient cpu.";
        assertThat(reasons(pod("", "", "", String.format(UNFIT, words)) + NODE))
                .containsExactly(
                        "no node fits: " + words,
                        "the nodes are full: add nodes, or lower the requests of this pod or of others");
    }

    @Test
    @DisplayName("B14.3 B31.1 pending because no node fits in another way: the scheduler's words")
    void unfit() {
        String words = "0/1 nodes are available: 1 node(s) had untolerated taint(s).";
        assertThat(reasons(pod("", "", "", String.format(UNFIT, words)) + NODE))
                .containsExactly("no node fits: " + words);
        assertThat(reasons(pod("", "", "", "phase: Pending, nominatedNodeName: n1") + NODE))
                .contains("it waits for pods of lower priority to end on node n1");
    }

    @Test
    @DisplayName("B31.3 pending because its claim is pending, or not there: mend the claim")
    void claim() {
        String volumes = "volumes: [{name: v, persistentVolumeClaim: {claimName: data}}], ";
        String unfit =
                String.format(UNFIT, "0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.");
        String claim = "---\n{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: data, namespace: default},"
                + " spec: {storageClassName: fast}, status: {phase: Pending}}\n";
        assertThat(reasons(pod("", "", volumes, unfit) + claim + NODE))
                .startsWith(
                        "it waits for its PersistentVolumeClaim data: it is not bound: nobody has made a volume of the"
                                + " class fast");
        assertThat(reasons(pod("", "", volumes, unfit) + NODE))
                .startsWith("its PersistentVolumeClaim data does not exist");
        assertThat(reasons(pod("", "", volumes, unfit) + claim.replace("Pending", "Bound") + NODE))
                .hasSize(1);
        assertThat(reasons(pod("", "", volumes, unfit) + claim.replace("Pending", "Lost") + NODE))
                .first()
                .asString()
                .endsWith("is gone");
    }

    @Test
    @DisplayName("B31.4 pending without a node: gates, another scheduler, no scheduler, no nodes")
    void notAssigned() {
        assertThat(reasons(pod("", "", "schedulingGates: [{name: a.io/x}], ", "") + NODE))
                .containsExactly("it is not scheduled before its scheduling gates are removed: a.io/x");
        assertThat(reasons(pod("", "", "schedulerName: own, ", "") + NODE))
                .containsExactly("only the scheduler \"own\" assigns it, and that one has not: does it run?");
        assertThat(reasons(pod("", "", "", "") + NODE))
                .containsExactly("no scheduler has looked at it yet: does default-scheduler run?");
        assertThat(reasons(pod("", "", "", ""))).containsExactly("there is no node");
    }

    @Test
    @DisplayName("B31.4 assigned and pending: the kubelet, or the node")
    void assigned() {
        assertThat(reasons(pod("n1", "", "", "phase: Pending") + NODE))
                .containsExactly("the kubelet of node n1 has not reported on it yet: look at the kubelet there");
        assertThat(reasons(pod("n1", "", "", "phase: Pending")))
                .containsExactly("its node n1 does not exist: nobody runs it");
        assertThat(reasons(pod("n1", "", "", "phase: Pending")
                        + NODE.replace("\"True\"", "\"False\", reason: KubeletNotReady, message: no network")))
                .containsExactly("its node n1 is not ready, KubeletNotReady: no network");
        assertThat(reasons(pod("n1", "", "", "phase: Running, conditions: [{type: Ready, status: \"True\"}]")
                        + NODE.replace("\"True\"", "Unknown, reason: NodeStatusUnknown, message: gone")))
                .containsExactly(
                        "its node n1 is lost, NodeStatusUnknown: gone: what the pod's status says is from before");
    }

    @Test
    @DisplayName("B31.5 a container died: its logs, and those of before")
    void died() {
        assertThat(reasons(container("", "Failed", "state: {terminated: {exitCode: 3, reason: Error}}")))
                .containsExactly(
                        "container c has failed: exit code 3 (Error)", "its logs: kubectl logs -n default p -c c");
        assertThat(reasons(container("", "Failed", "state: {terminated: {exitCode: 3}}")
                        .replace(
                                "phase: Failed",
                                "phase: Failed, reason: Evicted, message: The node was low on memory.")))
                .first()
                .isEqualTo("it has ended, Evicted: The node was low on memory.");
    }

    @Test
    @DisplayName("B31.6 the image cannot be pulled: name, tag, private registry")
    void image() {
        assertThat(reasons(container("", "Pending", waiting("ImagePullBackOff", "Back-off pulling image \"nginx:1\""))
                        + event("Failed", "Failed to pull image \"nginx:1\": not found")))
                .containsExactly(
                        "container c: the image nginx:1 cannot be pulled, Failed to pull image \"nginx:1\": not found",
                        "check the image's name and its tag",
                        "if its registry is private: the pod has no imagePullSecrets");
        assertThat(reasons(container("", "Pending", waiting("ErrImagePull", "denied"))
                        .replace("containers:", "imagePullSecrets: [{name: key}], containers:")))
                .containsExactly(
                        "container c: the image nginx:1 cannot be pulled, ErrImagePull: denied",
                        "check the image's name and its tag",
                        "its imagePullSecret key does not exist");
        assertThat(reasons(container("", "Pending", waiting("InvalidImageName", "x"))))
                .containsExactly("container c: nginx:1 is no name of an image");
        assertThat(reasons(container("", "Pending", waiting("ErrImageNeverPull", "x"))))
                .containsExactly("container c: the image nginx:1 is not on the node, and its imagePullPolicy is Never");
        assertThat(reasons(container("", "Pending", waiting("ImageInspectError", "x"))))
                .containsExactly("container c: the image nginx:1 on the node cannot be read: x");
    }

    @Test
    @DisplayName("B31.7 crash loop: exit code, missing CMD, out of memory, a probe that is too strict")
    void crashLoop() {
        String loop = "restartCount: 4, " + waiting("CrashLoopBackOff", "back-off") + ", lastState: {terminated: {%s}}";
        String logs = "its logs: kubectl logs -n default p -c c --previous";
        assertThat(reasons(container("", "Running", String.format(loop, "exitCode: 1, reason: Error"))))
                .containsExactly("container c ends again and again: exit code 1 (Error), restarted 4 times", logs);
        assertThat(reasons(container("", "Running", String.format(loop, "exitCode: 0, reason: Completed"))))
                .contains("its command ends by itself: does the image have a CMD that keeps running?");
        assertThat(reasons(container("", "Running", String.format(loop, "exitCode: 127"))))
                .contains("its command is not in the image or cannot be run");
        assertThat(reasons(container(
                        "resources: {limits: {memory: 64Mi}}",
                        "Running",
                        String.format(loop, "exitCode: 137, reason: OOMKilled"))))
                .contains("it wants more memory than its limit 64Mi");
        assertThat(reasons(
                        container("livenessProbe: {}", "Running", String.format(loop, "exitCode: 137, reason: Error"))
                                + event("Unhealthy", "Liveness probe failed: 500")))
                .contains(
                        "its probe stops it, Liveness probe failed: 500: is the probe too strict, or the application too"
                                + " slow?");
    }

    @Test
    @DisplayName("B31.8 RunContainerError: a volume, or the command")
    void cannotRun() {
        assertThat(reasons(container("", "Pending", waiting("RunContainerError", "no such file"))))
                .first()
                .isEqualTo("container c cannot be started, RunContainerError: no such file");
        assertThat(reasons(container("", "Pending", waiting("PostStartHookError", "x"))))
                .containsExactly("container c is stopped because its hook fails, PostStartHookError: x");
    }

    @Test
    @DisplayName("B11.8 B33.8 a container waits for a ConfigMap, a Secret or a key of them")
    void config() {
        String held = waiting("CreateContainerConfigError", "said");
        String map = "---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: m, namespace: default}, data: {a: b}}\n";
        String env = "env: [{name: X, valueFrom: {configMapKeyRef: {name: m, key: k}}}]";
        assertThat(reasons(container(env, "Pending", held)))
                .containsExactly("container c waits: ConfigMap m does not exist");
        assertThat(reasons(container(env, "Pending", held) + map))
                .containsExactly("container c waits: ConfigMap m has no key k");
        assertThat(reasons(container("envFrom: [{secretRef: {name: s}}]", "Pending", held)))
                .containsExactly("container c waits: Secret s does not exist");
        assertThat(reasons(container("envFrom: [{secretRef: {name: s, optional: true}}]", "Pending", held)))
                .containsExactly("container c cannot be made, CreateContainerConfigError: said");
    }

    @Test
    @DisplayName("B11.9 B30.3 a volume waits for what it mounts")
    void volumes() {
        String created =
                "phase: Pending, containerStatuses: [{name: c, state: {waiting: {reason: ContainerCreating}}}]";
        String volumes = "volumes: [{name: v, secret: {secretName: s}}, {name: w, projected: {sources: [{configMap:"
                + " {name: m, items: [{key: k}]}}]}}], ";
        String map = "---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: m, namespace: default}}\n";
        assertThat(reasons(pod("n1", "", volumes, created) + map + NODE))
                .containsExactly(
                        "volume v cannot be mounted: Secret s does not exist",
                        "volume w cannot be mounted: ConfigMap m has no key k");
        assertThat(reasons(pod("n1", "", "", created) + NODE + event("FailedMount", "timed out")))
                .containsExactly("a volume cannot be mounted: timed out");
        assertThat(reasons(pod("n1", "", "", created) + NODE + event("FailedCreatePodSandBox", "no network")))
                .containsExactly("the pod's sandbox cannot be made: no network");
    }

    @Test
    @DisplayName("B9.1 an init container holds up what comes after it")
    void init() {
        String spec = "initContainers: [{name: i, image: x}], ";
        String status = "phase: Pending, initContainerStatuses: [{name: i, image: x, %s}]";
        assertThat(reasons(pod("n1", "", spec, String.format(status, "state: {running: {}}")) + NODE))
                .containsExactly("init container i still runs: nothing after it starts before it has succeeded");
        assertThat(reasons(pod("n1", "", spec, String.format(status, "state: {terminated: {exitCode: 1}}")) + NODE))
                .containsExactly(
                        "init container i has failed: exit code 1",
                        "its logs: kubectl logs -n default p -c i",
                        "nothing after an init container starts before it has succeeded");
        assertThat(reasons(pod("n1", "", spec, String.format(status, "state: {terminated: {exitCode: 0}}")) + NODE))
                .isEmpty();
    }

    @Test
    @DisplayName("B31.9 running and not ready: the readiness probe, the startup probe, a readiness gate")
    void notReady() {
        String running = "ready: false, started: %s, state: {running: {}}";
        assertThat(reasons(container("readinessProbe: {}", "Running", String.format(running, "true"))
                        + event("Unhealthy", "Readiness probe failed: 503")))
                .containsExactly("container c runs, and its readiness probe fails: Readiness probe failed: 503");
        assertThat(reasons(container("readinessProbe: {}", "Running", String.format(running, "true"))))
                .containsExactly("container c runs, and its readiness probe has not succeeded yet");
        assertThat(reasons(container("startupProbe: {}", "Running", String.format(running, "false"))))
                .containsExactly("container c runs, and its startup probe has not succeeded yet");
        assertThat(reasons(container("", "Running", String.format(running, "true"))))
                .containsExactly("container c runs and has no readiness probe: its kubelet has yet to report it ready");
        String gated = pod(
                        "n1",
                        "",
                        "readinessGates: [{conditionType: a.io/x}], ",
                        "phase: Running, containerStatuses: [{name: c, ready: true, state: {running: {}}}]%s")
                + NODE;
        assertThat(reasons(String.format(gated, "")))
                .containsExactly("nobody has set the condition a.io/x of its readiness gate");
        assertThat(reasons(String.format(gated, ", conditions: [{type: a.io/x, status: \"False\", reason: Broken}]")))
                .containsExactly("the condition a.io/x of its readiness gate is False: Broken");
    }
}
