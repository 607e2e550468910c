package io.kubejar.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kubejar demo}: one Deployment, and who wrote what until the cluster was at rest. */
@Command(
        name = "demo",
        description =
                "Start a cluster, apply a Deployment, print who wrote what and why until all is at rest, and stop.")
final class DemoCommand implements Runnable {
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

    private final Clusters clusters;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "2",
            description = "How many nodes. Default: ${DEFAULT-VALUE}")
    private int nodes;

    DemoCommand(Clusters clusters) {
        this.clusters = clusters;
    }

    @Override
    public void run() {
        if (nodes < 1) {
            throw new ParameterException(spec.commandLine(), "--nodes must not be below 1");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (Clusters.Running cluster =
                clusters.start(new UpSettings(0, nodes, null, null, List.of(), Duration.ZERO))) {
            cluster.settle();
            int before = cluster.timeline().size();
            out.println("A cluster with " + nodes + " nodes is at rest. Now this is applied:");
            out.println();
            out.println(MANIFEST.indent(2).stripTrailing());
            cluster.apply(MANIFEST);
            cluster.settle();
            List<String> timeline = cluster.timeline();
            out.println();
            out.println(
                    "Each line is a write: its revision, what it was, who made it, and the revision that woke the writer.");
            out.println();
            timeline.subList(before, timeline.size()).forEach(out::println);
            out.println();
            out.println("The cluster is at rest again.");
            out.flush();
        }
    }
}
