package io.kubejar.kubelet.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.node.LogOptions;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class InitAndProbesTest {
    private final FleetWorld world = new FleetWorld();

    private String initState(String pod, int index) {
        return world.status(pod)
                .path("initContainerStatuses")
                .path(index)
                .path("state")
                .fieldNames()
                .next();
    }

    private void service(String name) {
        ApiObject service = ApiObject.ofJson("{\"apiVersion\":\"v1\",\"kind\":\"Service\",\"metadata\":{\"name\":\""
                + name + "\",\"namespace\":\"default\"},\"spec\":{\"clusterIP\":\"10.96.7.7\"}}");
        world.api.create(ResourceRef.of(Resources.SERVICES, "default"), service, WriteOptions.NONE);
    }

    @Test
    @DisplayName("B9.3 the pod waits for Service myservice, then for mydb, then runs")
    void waitsForServices() {
        String wait = "'command':['sh','-c','until nslookup %s; do echo waiting for %s; sleep 2; done;']";
        world.run(
                "myapp",
                "'containers':[{'name':'app','image':'busybox','command':['sh','-c','echo The app is running! && sleep"
                        + " 3600']}],'initContainers':[{'name':'init-myservice','image':'busybox',"
                        + wait.formatted("myservice", "myservice") + "},{'name':'init-mydb','image':'busybox',"
                        + wait.formatted("mydb", "mydb") + "}]");
        assertThat(initState("myapp", 0)).isEqualTo("running");
        assertThat(initState("myapp", 1)).isEqualTo("waiting");
        assertThat(world.phase("myapp")).isEqualTo("Pending");
        assertThat(world.container("myapp", 0).at("/state/waiting/reason").textValue())
                .isEqualTo("PodInitializing");
        assertThat(world.condition("myapp", "Initialized"))
                .isEqualTo("False ContainersNotInitialized containers with incomplete status: [init-myservice"
                        + " init-mydb]");
        service("myservice");
        world.advance(2);
        assertThat(initState("myapp", 0)).isEqualTo("terminated");
        assertThat(initState("myapp", 1)).isEqualTo("running");
        service("mydb");
        world.advance(2);
        assertThat(world.phase("myapp")).isEqualTo("Running");
        assertThat(world.condition("myapp", "Initialized")).isEqualTo("True  ");
        assertThat(world.log("myapp", "init-myservice", LogOptions.ALL)).contains("waiting for myservice\n");
        assertThat(world.log("myapp", "app", LogOptions.ALL)).isEqualTo("The app is running!\n<end>");
    }

    @Test
    @DisplayName("B9.1 a failing init container is tried again unless the policy is Never")
    void failingInitContainer() {
        String init = "'initContainers':[{'name':'i','image':'busybox','command':['false']}],"
                + "'containers':[{'name':'c','image':'nginx'}]";
        world.run("never", "'restartPolicy':'Never'," + init);
        assertThat(world.phase("never")).isEqualTo("Failed");
        assertThat(world.condition("never", "Initialized")).startsWith("False ContainersNotInitialized");
        world.run("always", init);
        assertThat(world.phase("always")).isEqualTo("Pending");
        assertThat(world.status("always")
                        .at("/initContainerStatuses/0/state/waiting/reason")
                        .textValue())
                .isEqualTo("CrashLoopBackOff");
    }

    @Test
    @DisplayName("B9.5 a deadline ends endless failure")
    void deadlineEndsEndlessFailure() {
        world.run(
                "p",
                "'activeDeadlineSeconds':60,'initContainers':[{'name':'i','image':'busybox','command':['false']}],"
                        + "'containers':[{'name':'c','image':'nginx'}]");
        world.advance(60);
        assertThat(world.phase("p")).isEqualTo("Failed");
        assertThat(Json.text(world.status("p"), "reason")).isEqualTo("DeadlineExceeded");
    }

    @Test
    void sidecarStartsFirstAndStopsLast() {
        world.run(
                "p",
                "'restartPolicy':'Never','initContainers':[{'name':'side','image':'proxy','restartPolicy':'Always'}],"
                        + "'containers':[{'name':'c','image':'busybox','command':['sleep','10']}]");
        assertThat(world.phase("p")).isEqualTo("Running");
        assertThat(initState("p", 0)).isEqualTo("running");
        world.advance(10);
        assertThat(world.phase("p")).isEqualTo("Succeeded");
        assertThat(initState("p", 0)).isEqualTo("terminated");
        assertThat(world.events("p")).contains("Normal Killing Stopping container side");
    }

    @Test
    @DisplayName("B10.1 liveness failure restarts the container")
    void livenessRestarts() {
        world.run(
                "liveness-exec",
                "'containers':[{'name':'liveness','image':'busybox','args':['/bin/sh','-c','touch /tmp/healthy; sleep"
                        + " 30; rm -f /tmp/healthy; sleep 600'],'livenessProbe':{'exec':{'command':['cat','/tmp/healthy']},"
                        + "'initialDelaySeconds':5,'periodSeconds':5}}]");
        world.advance(30);
        assertThat(world.container("liveness-exec", 0).path("restartCount").intValue())
                .isZero();
        world.advance(15);
        assertThat(world.events("liveness-exec"))
                .contains("Warning Unhealthy Liveness probe failed: cat: can't open '/tmp/healthy': No such file or"
                        + " directory\n")
                .contains("Normal Killing Container liveness failed liveness probe, will be restarted");
        assertThat(world.container("liveness-exec", 0).path("restartCount").intValue())
                .isEqualTo(1);
        assertThat(world.container("liveness-exec", 0)
                        .at("/lastState/terminated/exitCode")
                        .intValue())
                .isEqualTo(143);
    }

    @Test
    @DisplayName("B10.1 B31.9 readiness follows the probe for the whole life")
    void readinessFollowsTheProbe() {
        world.run(
                "p",
                "'containers':[{'name':'c','image':'busybox','command':['sh','-c','sleep 20; touch /ready; sleep 20; rm"
                        + " /ready; sleep 600'],'readinessProbe':{'exec':{'command':['cat','/ready']},'periodSeconds':5,"
                        + "'failureThreshold':2}}]");
        assertThat(world.phase("p")).isEqualTo("Running");
        assertThat(world.condition("p", "Ready")).startsWith("False ContainersNotReady");
        world.advance(20);
        assertThat(world.condition("p", "Ready")).isEqualTo("True  ");
        world.advance(25);
        assertThat(world.condition("p", "Ready")).startsWith("False ContainersNotReady");
        assertThat(world.container("p", 0).path("restartCount").intValue()).isZero();
    }

    @Test
    void startupProbeHoldsTheOthersBack() {
        world.run(
                "p",
                "'containers':[{'name':'c','image':'busybox','command':['sh','-c','sleep 12; touch /up; sleep 600'],"
                        + "'startupProbe':{'exec':{'command':['cat','/up']},'periodSeconds':5,'failureThreshold':10},"
                        + "'livenessProbe':{'exec':{'command':['cat','/up']},'periodSeconds':1,'failureThreshold':1}}]");
        world.advance(10);
        assertThat(world.container("p", 0).path("started").booleanValue()).isFalse();
        world.advance(5);
        assertThat(world.container("p", 0).path("started").booleanValue()).isTrue();
        assertThat(world.container("p", 0).path("restartCount").intValue()).isZero();
        assertThat(world.condition("p", "Ready")).isEqualTo("True  ");
    }

    @Test
    void readinessGatesAreAwaited() {
        world.run("p", "'readinessGates':[{'conditionType':'x/y'}],'containers':[{'name':'c','image':'nginx'}]");
        assertThat(world.condition("p", "ContainersReady")).isEqualTo("True  ");
        assertThat(world.condition("p", "Ready"))
                .isEqualTo("False ReadinessGatesNotReady corresponding condition of pod readiness gate \"x/y\" does not"
                        + " exist.");
        world.api.set(
                FleetWorld.ref("p"),
                pod -> pod.edit(root -> Json.list(Json.child(root, "status"), "conditions")
                        .addObject()
                        .put("type", "x/y")
                        .put("status", "True")));
        world.loops.runUntilIdle();
        assertThat(world.condition("p", "Ready")).isEqualTo("True  ");
        assertThat(world.condition("p", "x/y")).isEqualTo("True  ");
    }

    private void setImage(String pod, String image) {
        world.api.set(
                FleetWorld.ref(pod),
                p -> p.edit(root -> ((ObjectNode) root.at("/spec/containers/0")).put("image", image)));
        world.loops.runUntilIdle();
    }

    @Test
    void anotherImageRestartsTheContainer() {
        world.run("p", "'containers':[{'name':'c','image':'nginx:1'}]");
        setImage("p", "nginx:2");
        assertThat(world.container("p", 0).at("/image").textValue()).isEqualTo("docker.io/library/nginx:2");
        assertThat(world.container("p", 0).path("restartCount").intValue()).isEqualTo(1);
        assertThat(world.events("p")).contains("Normal Killing Container c definition changed, will be restarted");
    }

    @Test
    @DisplayName("B31.6 a corrected image name is tried at once")
    void correctedImage() {
        world.behaviours.absent("nowhere");
        world.run("p", "'containers':[{'name':'c','image':'nowhere'}]");
        setImage("p", "nginx");
        assertThat(world.phase("p")).isEqualTo("Running");
        world.run("q", "'containers':[{'name':'c','image':'No:Name:At:All'}]");
        setImage("q", "nginx");
        assertThat(world.phase("q")).isEqualTo("Running");
    }

    @Test
    void behaviourFromAnAnnotation() {
        ApiObject pod = ApiObject.ofJson("""
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"default","annotations":
                {"behaviour.kubejar.io/c":"echo from the annotation; exit 4"}},"spec":{"nodeName":"node-0",
                "restartPolicy":"Never","containers":[{"name":"c","image":"nginx"}]}}""");
        world.api.create(ResourceRef.of(Resources.PODS, "default"), pod, WriteOptions.NONE);
        world.loops.runUntilIdle();
        assertThat(world.log("p", "c", LogOptions.ALL)).isEqualTo("from the annotation\n<end>");
        assertThat(world.container("p", 0).at("/state/terminated/exitCode").intValue())
                .isEqualTo(4);
    }

    @Test
    @DisplayName("B15.2 Leases are renewed every 10 s, the status every 5 minutes")
    void heartbeats() {
        FleetWorld beating = new FleetWorld(FleetOptions.DEFAULTS);
        ResourceRef lease = ResourceRef.of(Resources.LEASES, "kube-node-lease", "node-0");
        assertThat(beating.api.get(lease).at("spec", "leaseDurationSeconds").intValue())
                .isEqualTo(40);
        beating.advance(10);
        assertThat(beating.api.get(lease).at("spec", "renewTime").textValue()).isEqualTo("2026-11-21T10:00:10.000000Z");
        ResourceRef node = ResourceRef.of(Resources.NODES, "", "node-0");
        beating.loops.advance(Duration.ofMinutes(5));
        assertThat(beating.api
                        .get(node)
                        .status()
                        .at("/conditions/3/lastHeartbeatTime")
                        .textValue())
                .isEqualTo("2026-11-21T10:05:00Z");
        beating.fleet.stopNode("node-0");
        beating.advance(60);
        assertThat(beating.api.get(lease).at("spec", "renewTime").textValue()).isEqualTo("2026-11-21T10:05:10.000000Z");
    }

    @Test
    void silentNodeLeavesItsPodsAsTheyAreUntilItIsBack() {
        world.run("p", "'containers':[{'name':'c','image':'busybox','command':['sh','-c','sleep 5; exit 1']}]");
        world.fleet.stopNode("node-0");
        world.advance(30);
        assertThat(world.container("p", 0).path("restartCount").intValue()).isZero();
        world.fleet.startNode("node-0");
        world.loops.runUntilIdle();
        assertThat(world.container("p", 0).path("restartCount").intValue()).isEqualTo(1);
    }
}
