package io.kubejar.scheduler;

import io.kubejar.core.chance.Chance;
import io.kubejar.core.informer.Lister;
import io.kubejar.core.object.ApiObject;
import io.kubejar.scheduler.cycle.Cycle;
import io.kubejar.scheduler.cycle.Decision;
import io.kubejar.scheduler.plugins.DefaultPlugins;
import io.kubejar.scheduler.plugins.Plugin;
import io.kubejar.scheduler.pod.PodInfo;
import io.kubejar.scheduler.snapshot.Snapshot;

/** Nodes and pods for tables, in JSON with single quotes. */
public final class Fixtures {
    private Fixtures() {}

    /** An object. */
    public static ApiObject object(String json) {
        return ApiObject.ofJson(json.replace('\'', '"'));
    }

    /** A node with 4 CPUs, 8Gi and room for 10 pods; more of its metadata and spec as given. */
    public static ApiObject node(String name, String labels, String spec) {
        return node(name, labels, spec, "'cpu':'4','memory':'8Gi','pods':'10'");
    }

    /** A node with these amounts. */
    public static ApiObject node(String name, String labels, String spec, String allocatable) {
        return object("{'apiVersion':'v1','kind':'Node','metadata':{'name':'" + name
                + "','labels':{'kubernetes.io/hostname':'" + name + "'" + (labels.isEmpty() ? "" : "," + labels)
                + "}},'spec':{" + spec + "},'status':{'allocatable':{" + allocatable + "}}}");
    }

    /** A pod with one container beside what the spec says. */
    public static ApiObject pod(String name, String labels, String spec) {
        String containers =
                spec.contains("'containers'") ? "" : (spec.isEmpty() ? "" : ",") + "'containers':[{'name':'c'}]";
        return object(
                "{'apiVersion':'v1','kind':'Pod','metadata':{'name':'" + name + "','namespace':'default','uid':'u-"
                        + name + "','labels':{" + labels + "}},'spec':{" + spec + containers + "}}");
    }

    /** A container that asks for this much. */
    public static String asking(String requests) {
        return "{'name':'c','resources':{'requests':{" + requests + "}}}";
    }

    /** A cluster of nodes. */
    public static Snapshot cluster(ApiObject... nodes) {
        Snapshot snapshot = new Snapshot();
        for (ApiObject node : nodes) {
            snapshot.setNode(node);
        }
        return snapshot;
    }

    /** Why a plugin leaves a node out; "" when it does not. */
    public static String rejection(Plugin plugin, Snapshot snapshot, ApiObject pod, String node) {
        Plugin.Filter filter = plugin.filter(PodInfo.of(pod), snapshot);
        Plugin.Rejection rejection = filter == null ? null : filter.test(snapshot.node(node));
        return rejection == null ? "" : String.join(", ", rejection.reasons());
    }

    /** The score of a plugin for each node by name order, normalized. */
    public static long[] scores(Plugin plugin, Snapshot snapshot, ApiObject pod) {
        Plugin.Scorer scorer = plugin.scorer(PodInfo.of(pod), snapshot, snapshot.nodes());
        if (scorer == null) {
            return new long[0];
        }
        long[] scores = snapshot.nodes().stream().mapToLong(scorer::score).toArray();
        scorer.normalize(scores, snapshot.nodes());
        return scores;
    }

    /** A decision by all plugins. */
    public static Decision decide(Snapshot snapshot, ApiObject pod) {
        return new Cycle(DefaultPlugins.all(Lister.of())).decide(snapshot, PodInfo.of(pod), 0, Chance.seeded(1));
    }
}
