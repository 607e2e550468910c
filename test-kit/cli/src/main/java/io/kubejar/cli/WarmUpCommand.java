package io.kubejar.cli;

import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;

/** Starts a cluster, uses it a little and stops: the launcher keeps the classes that this loads in an archive. */
@Command(name = "warm-up", hidden = true, description = "Start a cluster, use it a little, and stop.")
final class WarmUpCommand implements Runnable {
    private final Clusters clusters;

    WarmUpCommand(Clusters clusters) {
        this.clusters = clusters;
    }

    @Override
    public void run() {
        try (Clusters.Running cluster = clusters.start(new UpSettings(0, 1, 0, null, List.of(), Duration.ZERO))) {
            cluster.apply(DemoCommand.MANIFEST);
            cluster.settle();
        }
    }
}
