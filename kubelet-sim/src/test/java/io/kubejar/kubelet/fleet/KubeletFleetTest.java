package io.kubejar.kubelet.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.node.LogOptions;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.kubelet.behaviour.Behaviours;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class KubeletFleetTest {
    private final FleetWorld world = new FleetWorld();

    @Test
    void registersItsNode() {
        ApiObject node = world.api.get(ResourceRef.of(Resources.NODES, "", "node-0"));
        assertThat(node.labels()).containsEntry("kubernetes.io/hostname", "node-0");
        assertThat(node.status().at("/conditions/3/reason").textValue()).isEqualTo("KubeletReady");
        assertThat(node.status().at("/addresses/0/address").textValue()).isEqualTo("172.18.0.2");
        assertThat(Json.text(node.spec(), "podCIDR")).isEqualTo("10.244.0.0/24");
        assertThat(world.events("node-0"))
                .contains("Normal Starting Starting kubelet.")
                .contains("Normal NodeHasSufficientMemory Node node-0 status is now: NodeHasSufficientMemory");
    }

    @Test
    @DisplayName("B8.1 B10.2 a pod without a start delay is running and ready at once, with one write")
    void podIsReadyAtOnce() {
        int[] writes = {0};
        world.api.gate((verb, ref, object) -> writes[0] += ref.resource().equals(Resources.PODS) ? 1 : 0);
        world.run("web", "'containers':[{'name':'c','image':'nginx:1.25','readinessProbe':{'httpGet':{'port':80}}}]");
        assertThat(world.phase("web")).isEqualTo("Running");
        assertThat(world.condition("web", "Ready")).isEqualTo("True  ");
        assertThat(world.status("web").at("/podIP").textValue()).isEqualTo("10.244.0.2");
        assertThat(world.container("web", 0).at("/image").textValue()).isEqualTo("docker.io/library/nginx:1.25");
        assertThat(world.container("web", 0).at("/containerID").textValue()).startsWith("containerd://");
        assertThat(writes[0]).isEqualTo(2); // the create and one status
        assertThat(world.events("web"))
                .hasSize(4)
                .contains("Normal Pulling Pulling image \"nginx:1.25\"")
                .contains("Normal Created Container created")
                .contains("Normal Started Container started");
    }

    @Test
    void secondPodFindsTheImage() {
        world.run("a", "'containers':[{'name':'c','image':'nginx'}]");
        world.run("b", "'containers':[{'name':'c','image':'nginx'}]");
        assertThat(world.events("b"))
                .contains(
                        "Normal Pulled Container image \"nginx\" already present on machine and can be accessed by the"
                                + " pod");
    }

    @Test
    @DisplayName("B31.9 with a start delay the pod shows ContainerCreating first")
    void startDelayShows() {
        FleetWorld slow = new FleetWorld(FleetOptions.DEFAULTS.withPodStartDelay(Duration.ofSeconds(1)));
        slow.run("web", "'containers':[{'name':'c','image':'nginx'}]");
        assertThat(slow.phase("web")).isEqualTo("Pending");
        assertThat(slow.container("web", 0).at("/state/waiting/reason").textValue())
                .isEqualTo("ContainerCreating");
        assertThat(slow.condition("web", "Ready"))
                .isEqualTo("False ContainersNotReady containers with unready status: [c]");
        slow.advance(1);
        assertThat(slow.phase("web")).isEqualTo("Running");
        assertThat(slow.events("web"))
                .anyMatch(
                        e -> e.startsWith(
                                "Normal Pulled Successfully pulled image \"nginx\" in 1s (1s including waiting). Image size: "));
    }

    @Test
    @DisplayName("B8.6 a container that ends is started again at once, then after 10 s, 20 s, with CrashLoopBackOff")
    void restartsWithBackOff() {
        world.run("p", "'containers':[{'name':'c','image':'busybox','command':['sleep','10']}]");
        assertThat(world.phase("p")).isEqualTo("Running");
        world.advance(10);
        assertThat(world.container("p", 0).path("restartCount").intValue()).isEqualTo(1);
        world.advance(10);
        assertThat(world.container("p", 0).at("/state/waiting/reason").textValue())
                .isEqualTo("CrashLoopBackOff");
        assertThat(world.container("p", 0).at("/state/waiting/message").textValue())
                .startsWith("back-off 10s restarting failed container=c pod=p_default(");
        assertThat(world.container("p", 0).at("/lastState/terminated/reason").textValue())
                .isEqualTo("Completed");
        assertThat(world.phase("p")).isEqualTo("Running");
        world.advance(10);
        assertThat(world.container("p", 0).path("restartCount").intValue()).isEqualTo(2);
        world.advance(10 + 19);
        assertThat(world.container("p", 0).at("/state/waiting/message").textValue())
                .startsWith("back-off 20s ");
        world.advance(1);
        assertThat(world.container("p", 0).has("state")).isTrue();
        assertThat(world.container("p", 0).path("restartCount").intValue()).isEqualTo(3);
    }

    @Test
    @DisplayName("B8.8 logs of the present and of the previous instance")
    void logsOfInstances() {
        world.run("p", "'containers':[{'name':'c','image':'busybox','command':['sh','-c','echo hello; exit 3']}]");
        assertThat(world.container("p", 0).at("/lastState/terminated/exitCode").intValue())
                .isEqualTo(3);
        assertThat(world.log("p", "c", LogOptions.ALL)).isEqualTo("hello\n<end>");
        LogOptions previous = new LogOptions(true, false, true, null, null, null);
        assertThat(world.log("p", "c", previous)).isEqualTo("2026-11-21T10:00:00.000000000Z hello\n<end>");
    }

    @Test
    void logsOfAContainerThatWaits() {
        world.behaviours.absent("nowhere");
        world.run("p", "'containers':[{'name':'c','image':'nowhere'}]");
        assertThatThrownBy(() -> world.log("p", "c", LogOptions.ALL))
                .hasMessage("container \"c\" in pod \"p\" is waiting to start: trying and failing to pull image");
    }

    @Test
    @DisplayName("B31.6 an image that is not there: ImagePullBackOff, and it goes on once it is")
    void absentImage() {
        world.behaviours.absent("nowhere");
        world.run("p", "'containers':[{'name':'c','image':'nowhere'}]");
        assertThat(world.container("p", 0).at("/state/waiting/reason").textValue())
                .isEqualTo("ImagePullBackOff");
        assertThat(world.events("p"))
                .contains("Normal BackOff Back-off pulling image \"nowhere\"")
                .contains("Warning Failed Error: ErrImagePull")
                .contains("Warning Failed Error: ImagePullBackOff");
        world.behaviours.present("nowhere");
        world.advance(10);
        assertThat(world.phase("p")).isEqualTo("Running");
    }

    @Test
    void invalidImageName() {
        world.run("p", "'containers':[{'name':'c','image':'Nginx:latest'}]");
        assertThat(world.container("p", 0).at("/state/waiting/reason").textValue())
                .isEqualTo("InvalidImageName");
        assertThat(world.container("p", 0).at("/state/waiting/message").textValue())
                .isEqualTo("Failed to apply default image tag \"Nginx:latest\": couldn't parse image name"
                        + " \"Nginx:latest\": invalid reference format: repository name (library/Nginx) must be"
                        + " lowercase");
    }

    @Test
    @DisplayName("B11.8 a missing ConfigMap key holds the container back until it is there")
    void missingEnvironmentHoldsBack() {
        world.run(
                "p",
                "'containers':[{'name':'c','image':'nginx','env':[{'name':'A','valueFrom':{'configMapKeyRef':"
                        + "{'name':'cfg','key':'a'}}}]}]");
        assertThat(world.phase("p")).isEqualTo("Pending");
        assertThat(world.container("p", 0).at("/state/waiting/reason").textValue())
                .isEqualTo("CreateContainerConfigError");
        assertThat(world.container("p", 0).at("/state/waiting/message").textValue())
                .isEqualTo("configmap \"cfg\" not found");
        assertThat(world.events("p")).contains("Warning Failed Error: configmap \"cfg\" not found");
        world.configMap("cfg", "'a':'1'");
        assertThat(world.phase("p")).isEqualTo("Running");
    }

    @Test
    @DisplayName("B11.9 a missing volume source leaves the pod in ContainerCreating until it appears")
    void missingVolumeHoldsBack() {
        world.run(
                "p",
                "'volumes':[{'name':'v','configMap':{'name':'cfg'}}],'containers':[{'name':'c','image':'busybox',"
                        + "'command':['sh','-c','cat /etc/cfg/a; sleep 100'],'volumeMounts':[{'name':'v','mountPath':'/etc/cfg'}]}]");
        assertThat(world.container("p", 0).at("/state/waiting/reason").textValue())
                .isEqualTo("ContainerCreating");
        assertThat(world.events("p"))
                .containsExactly("Warning FailedMount MountVolume.SetUp failed for volume \"v\" : configmap \"cfg\" not"
                        + " found");
        world.configMap("cfg", "'a':'hi\\n'");
        assertThat(world.phase("p")).isEqualTo("Running");
        assertThat(world.log("p", "c", LogOptions.ALL)).isEqualTo("hi\n<end>");
    }

    /** The write of the status takes the deletion in, which is not observed again. */
    @Test
    void podThatIsDeletedWhileItsFirstStatusIsWrittenIsRemoved() {
        boolean[] deleted = {false};
        world.api.gate((verb, ref, object) -> {
            if (ref.subresource().equals("status") && ref.name().equals("p") && !deleted[0]) {
                deleted[0] = true;
                world.mark("p", 30);
            }
        });
        world.run("p", "'containers':[{'name':'c','image':'nginx'}]");
        assertThat(deleted[0]).isTrue();
        assertThat(world.exists("p")).isFalse();
    }

    @Test
    void deletedPodStopsAndIsRemoved() {
        world.run("p", "'containers':[{'name':'c','image':'nginx'}]");
        world.delete("p", 30);
        assertThat(world.exists("p")).isFalse();
        assertThat(world.events("p")).contains("Normal Killing Stopping container c");
    }

    @Test
    void podThatDoesNotStopIsKilledAfterItsGracePeriod() {
        world.behaviours.register("stubborn", context -> new io.kubejar.kubelet.behaviour.ContainerProcess() {
            @Override
            public Progress advance(java.time.Instant now) {
                return Progress.FOR_EVER;
            }

            @Override
            public Integer stop(java.time.Instant now) {
                return null;
            }
        });
        world.run("p", "'containers':[{'name':'c','image':'stubborn'}]");
        world.delete("p", 5);
        world.advance(4);
        assertThat(world.exists("p")).isTrue();
        world.advance(1);
        assertThat(world.exists("p")).isFalse();
    }

    @Test
    void finishedPodSucceeds() {
        world.run(
                "p",
                "'restartPolicy':'Never','containers':[{'name':'c','image':'busybox','command':['sh','-c','exit 0']}]");
        assertThat(world.phase("p")).isEqualTo("Succeeded");
        assertThat(world.condition("p", "Ready")).isEqualTo("False PodCompleted ");
        assertThat(world.container("p", 0).at("/state/terminated/reason").textValue())
                .isEqualTo("Completed");
    }

    @Test
    void deadlineFailsThePod() {
        world.run("p", "'activeDeadlineSeconds':30,'containers':[{'name':'c','image':'nginx'}]");
        world.advance(30);
        assertThat(world.phase("p")).isEqualTo("Failed");
        assertThat(Json.text(world.status("p"), "reason")).isEqualTo("DeadlineExceeded");
        assertThat(Json.text(world.status("p"), "message"))
                .isEqualTo("Pod was active on the node longer than the specified deadline");
    }

    @Test
    void registeredBehaviourRuns() {
        world.behaviours.register("job", Behaviours.exitsAfter(Duration.ofSeconds(5), 7));
        world.run("p", "'restartPolicy':'Never','containers':[{'name':'c','image':'job:v1'}]");
        assertThat(world.phase("p")).isEqualTo("Running");
        world.advance(5);
        assertThat(world.phase("p")).isEqualTo("Failed");
        assertThat(world.container("p", 0).at("/state/terminated/exitCode").intValue())
                .isEqualTo(7);
    }
}
