package io.kubejar.cli;

import java.io.PrintWriter;
import java.time.Duration;
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
        try (Clusters.Running cluster =
                clusters.start(new UpSettings(0, 1, 0, 0, null, SharedEtcd.NONE, Duration.ZERO))) {
            out.println(cluster.url() + " " + cluster.etcdEndpoint());
            cluster.apply(DemoCommand.MANIFEST);
            cluster.settle();
        }
    }
}
