package io.kubejar.cli;

import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kubejar up}: a cluster in the foreground. */
@Command(name = "up", sortOptions = false, description = "Start a cluster and keep it running until Ctrl-C or SIGTERM.")
final class UpCommand implements Runnable {
    private static final int ETCD_PORT = 2379;

    private final Clusters clusters;
    private final StopSignal stop;
    private final Supplier<Duration> sinceStart;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "6443",
            description = "Port of the API server; 0 picks a free one. Default: ${DEFAULT-VALUE}")
    private int port;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many nodes. Default: ${DEFAULT-VALUE}")
    private int nodes;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            defaultValue = ".kubejar/kubeconfig",
            description = "Where to write the kubeconfig. Default: ${DEFAULT-VALUE}")
    @SuppressWarnings("NullAway.Init")
    private Path kubeconfig;

    @ArgGroup
    private @Nullable EtcdPort etcdPort;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Keep the cluster's state in this folder. Default: memory only")
    private @Nullable Path dataDir;

    @Option(
            names = "--etcd-endpoints",
            paramLabel = "URLS",
            split = ",",
            description = "Use this etcd, http://host:port,..., instead of the embedded one.")
    @SuppressWarnings("NullAway.Init")
    private List<String> etcdEndpoints = List.of();

    @Option(
            names = "--pod-start-delay",
            paramLabel = "D",
            defaultValue = "1s",
            description = "How long a pod takes to become ready, like 500ms or 2s. Default: ${DEFAULT-VALUE}")
    private Duration podStartDelay = Duration.ofSeconds(1);

    /** Which port the embedded etcd opens. */
    private static final class EtcdPort {
        @Option(
                names = "--etcd-port",
                paramLabel = "N",
                description = "Port of the embedded etcd; 0 picks a free one. Default: " + ETCD_PORT
                        + ", or a free one when that is taken")
        private @Nullable Integer number;

        @Option(names = "--no-etcd-port", description = "Do not open a port for the embedded etcd.")
        private boolean none;
    }

    UpCommand(Clusters clusters, StopSignal stop, Supplier<Duration> sinceStart) {
        this.clusters = clusters;
        this.stop = stop;
        this.sinceStart = sinceStart;
    }

    @Override
    public void run() {
        UpSettings settings = settings();
        stop.arm();
        Clusters.Running cluster = clusters.start(settings);
        try {
            Kubeconfigs.write(kubeconfig, cluster.kubeconfig());
        } catch (CliFailure e) {
            cluster.close();
            throw e;
        }
        tellHowToGoOn(cluster);
        stop.await(cluster);
    }

    private UpSettings settings() {
        checkPort("--port", port);
        Integer embeddedPort = etcdPort == null ? null : etcdPort.number;
        boolean noPort = etcdPort != null && etcdPort.none;
        if (embeddedPort != null) {
            checkPort("--etcd-port", embeddedPort);
        }
        if (nodes < 0) {
            throw refused("--nodes must not be below 0");
        }
        if (!etcdEndpoints.isEmpty() && (etcdPort != null || dataDir != null)) {
            throw refused("--etcd-endpoints goes without --etcd-port, --no-etcd-port and --data-dir:"
                    + " these are for the embedded etcd");
        }
        etcdEndpoints.forEach(this::checkEndpoint);
        Integer opened =
                noPort || !etcdEndpoints.isEmpty() ? null : embeddedPort != null ? embeddedPort : etcdDefault();
        return new UpSettings(port, nodes, opened, dataDir, etcdEndpoints, podStartDelay);
    }

    private int etcdDefault() {
        return Ports.isFree(ETCD_PORT) ? ETCD_PORT : 0;
    }

    private void checkPort(String option, int value) {
        if (value < 0 || value > 65_535) {
            throw refused(option + " must be from 0 to 65535, not " + value);
        }
    }

    private void checkEndpoint(String text) {
        try {
            URI uri = URI.create(text);
            if (List.of("http", "https").contains(uri.getScheme()) && uri.getHost() != null && uri.getPort() > 0) {
                return;
            }
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), endpointMessage(text), e);
        }
        throw refused(endpointMessage(text));
    }

    private static String endpointMessage(String text) {
        return "--etcd-endpoints wants addresses like http://127.0.0.1:2379, not '" + text + "'";
    }

    private ParameterException refused(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private void tellHowToGoOn(Clusters.Running cluster) {
        PrintWriter out = spec.commandLine().getOut();
        double seconds = sinceStart.get().toMillis() / 1000.0;
        out.printf(
                Locale.ROOT,
                "kubejar is ready at %s, kubeconfig %s, in %.2f s%n%n",
                cluster.url(),
                kubeconfig,
                seconds);
        out.println("  export KUBECONFIG=" + kubeconfig.toAbsolutePath());
        out.println("  kubectl create deployment web --image=nginx --replicas=3");
        out.println("  kubectl get pods --watch");
        String etcd = cluster.etcdEndpoint();
        if (etcd != null) {
            out.println("  ETCDCTL_API=3 etcdctl --endpoints=" + etcd + " get --prefix /registry/ --keys-only");
        }
        out.println();
        out.println("Ctrl-C stops it.");
        out.flush();
    }
}
