package io.kubejar.kubelet.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.informer.Informers;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.OwnerReference;
import io.kubejar.core.object.Resources;
import io.kubejar.kubelet.behaviour.Behaviours;
import io.kubejar.kubelet.behaviour.ContainerBehaviour;
import io.kubejar.kubelet.behaviour.ContainerContext;
import io.kubejar.kubelet.behaviour.ContainerProcess;
import io.kubejar.kubelet.env.Environment;
import io.kubejar.kubelet.env.Lookup;
import io.kubejar.kubelet.env.Volumes;
import io.kubejar.kubelet.log.ContainerLog;
import io.kubejar.kubelet.pod.ContainerRun;
import io.kubejar.kubelet.pod.ContainerSpec;
import io.kubejar.kubelet.pod.PodRun;
import io.kubejar.kubelet.shell.Programs;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Starts the processes of containers as their behaviours say. What a user's behaviour throws ends the container. */
final class Launcher {
    /** With the container's name behind it: a shell line that the container runs instead of its own program. */
    static final String ANNOTATION = "behaviour.kubejar.io/";

    private static final int CANNOT_START = 128;

    private final Behaviours behaviours;
    private final Informers informers;

    Launcher(Behaviours behaviours, Informers informers) {
        this.behaviours = behaviours;
        this.informers = informers;
    }

    Behaviours behaviours() {
        return behaviours;
    }

    /** Looks into the local copy first, and asks the server before it says that something is missing. */
    Lookup lookup(FleetNode node) {
        return (resource, namespace, name) -> find(node, resource, namespace, name);
    }

    private @Nullable ApiObject find(FleetNode node, Gvr resource, String namespace, String name) {
        boolean kept = resource.equals(Resources.CONFIG_MAPS) || resource.equals(Resources.SECRETS);
        ApiObject known = kept ? informers.of(resource).get(namespace, name) : null;
        if (known != null) {
            return known;
        }
        try {
            return node.client().get(ResourceRef.of(resource, namespace, name));
        } catch (StatusException e) {
            if (e.is(Reason.NOT_FOUND) || e.is(Reason.FORBIDDEN)) {
                return null; // a node may not read what none of its pods uses; to the pod that is the same
            }
            throw e;
        }
    }

    static Environment.Place place(FleetNode node, PodRun run) {
        return new Environment.Place(node.name(), node.hostIp(), run.podIp());
    }

    /** Starts an instance of a container. */
    Running launch(FleetNode node, PodRun run, ContainerRun c, Instant since, ContainerLog log) {
        ApiObject pod = run.pod();
        JsonNode json = c.spec().json();
        Lookup lookup = lookup(node);
        Environment.Place place = place(node, run);
        Environment env = Environment.of(pod, json, lookup, place);
        ContainerContext context = new ContainerContext(
                pod,
                c.spec().name(),
                c.spec().image(),
                env.expandAll(json.path("command")),
                env.expandAll(json.path("args")),
                Map.copyOf(env.variables()),
                c.restartCount(),
                since,
                isMeantToEnd(pod, c.spec()),
                log::write,
                lookup::get,
                path -> path == null ? null : Volumes.file(pod, json, lookup, place, path));
        try {
            return new Running(behaviour(pod, c.spec()).start(context), log);
        } catch (StatusException e) {
            throw e;
        } catch (RuntimeException e) {
            return new Running(failed(e, since), log);
        }
    }

    private static ContainerProcess failed(RuntimeException e, Instant at) {
        ContainerProcess.Exit exit = new ContainerProcess.Exit(CANNOT_START, String.valueOf(e), at);
        return now -> new ContainerProcess.Progress(exit, null);
    }

    private ContainerBehaviour behaviour(ApiObject pod, ContainerSpec container) {
        String line = pod.annotation(ANNOTATION + container.name());
        if (line != null) {
            return Programs.ofLine(line);
        }
        ContainerBehaviour registered = behaviours.find(container.image());
        return registered == null ? Programs.asWritten() : registered;
    }

    /** Whether a program that nobody knows should end: its container is a step on the way, or its pod has a job to do. */
    private static boolean isMeantToEnd(ApiObject pod, ContainerSpec container) {
        if (container.role() != ContainerSpec.Role.APP) {
            return container.role() == ContainerSpec.Role.INIT;
        }
        OwnerReference owner = pod.controller();
        boolean ends = !Json.textOr(pod.spec(), "Always", "restartPolicy").equals("Always");
        boolean ofJob = owner != null && owner.kind().equals("Job");
        return ends && (ofJob || !container.json().path("command").isEmpty());
    }

    ContainerProcess.Progress advance(Running running, Instant now) {
        try {
            return running.process().advance(now);
        } catch (StatusException e) {
            throw e;
        } catch (RuntimeException e) {
            return new ContainerProcess.Progress(new ContainerProcess.Exit(1, String.valueOf(e), now), null);
        }
    }

    @Nullable
    Integer stop(Running running, Instant now) {
        try {
            return running.process().stop(now);
        } catch (StatusException e) {
            throw e;
        } catch (RuntimeException e) {
            return 1;
        }
    }

    ContainerProcess.ProbeResult probe(Running running, String field, JsonNode probe, Instant now) {
        try {
            return running.process().probe(field, probe, now);
        } catch (StatusException e) {
            throw e;
        } catch (RuntimeException e) {
            return ContainerProcess.ProbeResult.failure(String.valueOf(e));
        }
    }
}
