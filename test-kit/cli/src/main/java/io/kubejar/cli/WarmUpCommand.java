package io.kubejar.cli;

import java.io.PrintWriter;
import java.util.List;

/** Starts a cluster, uses it a little and stops: the launcher keeps the classes that this loads in an archive. */
final class WarmUpCommand implements Command {
    private final Clusters clusters;

    WarmUpCommand(Clusters clusters) {
        this.clusters = clusters;
    }

    @Override
    public String name() {
        return "warm-up";
    }

    @Override
    public String summary() {
        return "Start a cluster, use it a little, and stop.";
    }

    @Override
    public List<Option> options() {
        return List.of();
    }

    @Override
    public void run(Arguments arguments, PrintWriter out) {
        try (Clusters.Running cluster = clusters.start(UpSettings.small(1, 0))) {
            out.println(cluster.url() + " " + cluster.etcdEndpoint());
            cluster.apply(DemoCommand.MANIFEST);
            cluster.settle();
        }
    }
}
