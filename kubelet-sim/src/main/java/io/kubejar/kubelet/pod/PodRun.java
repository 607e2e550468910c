package io.kubejar.kubelet.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How one pod stands on its node. Changed by the functions of this package only; one thread. */
public final class PodRun {
    private ApiObject pod;
    final List<ContainerRun> inits = new ArrayList<>();
    final List<ContainerRun> apps = new ArrayList<>();

    @Nullable
    Instant startTime;

    String podIp = "";
    boolean sandbox; // the pod has its network and its volumes
    String mountProblem = "";
    boolean initialized; // all init containers have passed once
    boolean stopping;
    boolean finished;

    @Nullable
    Instant killAt;

    String endReason = ""; // why the pod as a whole has failed, as DeadlineExceeded
    String endMessage = "";

    /** A pod that has just come to the node; nothing of it runs. */
    public PodRun(ApiObject pod) {
        this.pod = pod;
        String policy = Json.textOr(pod.spec(), "Always", "restartPolicy");
        for (JsonNode container : pod.spec().path("initContainers")) {
            boolean stays = "Always".equals(Json.text(container, "restartPolicy"));
            ContainerSpec.Role role = stays ? ContainerSpec.Role.SIDECAR : ContainerSpec.Role.INIT;
            String own = stays ? policy : policy.equals("Always") ? "OnFailure" : policy; // an init container ends once
            inits.add(new ContainerRun(new ContainerSpec(role, container, own)));
        }
        for (JsonNode container : pod.spec().path("containers")) {
            apps.add(new ContainerRun(new ContainerSpec(ContainerSpec.Role.APP, container, policy)));
        }
    }

    /** The newest known state of the pod's object. */
    public ApiObject pod() {
        return pod;
    }

    /** Takes a newer state of the object; the images of its containers may be others now. */
    public void observe(ApiObject newer) {
        pod = newer;
        for (String list : new String[] {"initContainers", "containers"}) {
            for (JsonNode container : newer.spec().path(list)) {
                ContainerRun run = container(Json.textOr(container, "", "name"));
                if (run != null) {
                    run.redefine(container);
                }
            }
        }
    }

    /** Whether every container has ended for good. */
    public boolean isFinished() {
        return finished;
    }

    /** The pod's address; "" before it has one. */
    public String podIp() {
        return podIp;
    }

    /** All containers, init containers first. */
    public Stream<ContainerRun> all() {
        return Stream.concat(inits.stream(), apps.stream());
    }

    /** The container of a name; null when there is none. */
    public @Nullable ContainerRun container(String name) {
        return all().filter(c -> c.spec.name().equals(name)).findFirst().orElse(null);
    }

    /** How the kubelet names a pod in messages: {@code name_namespace(uid)}. Upstream: util/format.Pod. */
    String display() {
        return pod.name() + "_" + pod.namespace() + "(" + pod.uid() + ")";
    }
}
