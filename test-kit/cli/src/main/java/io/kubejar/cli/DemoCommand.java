package io.kubejar.cli;

import java.io.PrintWriter;
import java.util.List;

/** {@code kubejar demo}: one Deployment, and who wrote what until the cluster was at rest. */
final class DemoCommand implements Command {
    static final String MANIFEST = """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: web
              namespace: default
            spec:
              replicas: 3
              selector:
                matchLabels: {app: web}
              template:
                metadata:
                  labels: {app: web}
                spec:
                  containers:
                  - name: web
                    image: nginx
            """;

    private static final int NODES = 2;

    private final Clusters clusters;

    DemoCommand(Clusters clusters) {
        this.clusters = clusters;
    }

    @Override
    public String name() {
        return "demo";
    }

    @Override
    public String summary() {
        return "Start a cluster, apply a Deployment, print who wrote what and why until all is at rest, and stop.";
    }

    @Override
    public List<Option> options() {
        return List.of(new Option("--nodes", "N", "How many nodes. Default: " + NODES));
    }

    @Override
    public void run(Arguments arguments, PrintWriter out) {
        int nodes = arguments.number("--nodes", NODES, 1, UpCommand.NODES_MAX);
        try (Clusters.Running cluster = clusters.start(UpSettings.small(nodes, null))) {
            cluster.settle();
            int before = cluster.timeline().size();
            out.println("A cluster is at rest. Now this is applied:");
            out.println();
            out.println(MANIFEST.indent(2).stripTrailing());
            cluster.apply(MANIFEST);
            cluster.settle();
            List<String> timeline = cluster.timeline();
            out.println();
            out.println(
                    "Each line is a write: its revision, what it was, who made it, and the revision that woke them.");
            out.println();
            timeline.subList(before, timeline.size()).forEach(out::println);
            out.println();
            out.println("The cluster is at rest again.");
        }
    }
}
