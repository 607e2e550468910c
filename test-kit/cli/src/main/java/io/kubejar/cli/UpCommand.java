package io.kubejar.cli;

import io.kubejar.cluster.Listening;
import io.kubejar.cluster.Mode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code kubejar up}: a cluster in the foreground. */
final class UpCommand implements Command {
    static final int NODES_MAX = 100_000;

    private static final int API_PORT = 6443;
    private static final int ETCD_PORT = 2379;
    private static final int PORT_MAX = 65_535;
    private static final String BIND = "--bind-address";
    private static final String SAN = "--tls-san";
    static final String KUBECONFIG = ".kubejar/kubeconfig";

    private final Clusters clusters;
    private final StopSignal stop;
    private final Supplier<Duration> sinceStart;

    UpCommand(Clusters clusters, StopSignal stop, Supplier<Duration> sinceStart) {
        this.clusters = clusters;
        this.stop = stop;
        this.sinceStart = sinceStart;
    }

    @Override
    public String name() {
        return "up";
    }

    @Override
    public String summary() {
        return "Start a cluster and keep it running until Ctrl-C or SIGTERM.";
    }

    @Override
    public List<Option> options() {
        List<Option> all = new ArrayList<>(List.of(
                new Option("--port", "N", "Port of the API server; 0 picks a free one. Default: " + API_PORT),
                new Option(
                        BIND,
                        "IP",
                        "The address at which the API server listens; 0.0.0.0 for all of the machine. Default: "
                                + Listening.LOOPBACK.address()),
                new Option(
                        SAN,
                        "NAMES",
                        "Host names and addresses (a,b,...) by which clients reach it, for its certificate; the usual ones"
                                + " and those of --bind-address are in it already."),
                new Option("--nodes", "N", "How many nodes. Default: 1, and those of a snapshot"),
                new Option(
                        "--first-node",
                        "N",
                        "Which of the names node-a, node-b, ... the first node has, from 0; its addresses follow from it."
                                + " Default: the first that no other server on the etcd has"),
                new Option("--kubeconfig", "FILE", "Where to write the kubeconfig. Default: " + KUBECONFIG),
                new Option(
                        "--etcd-port",
                        "N",
                        "Port of the embedded etcd; 0 picks a free one. Default: " + ETCD_PORT
                                + ", or a free one when that is taken"),
                new Option("--no-etcd-port", "", "Open no port for the embedded etcd."),
                new Option("--data-dir", "DIR", "Keep the cluster's state in this folder. Default: memory only"),
                new Option(
                        "--from",
                        "FILE",
                        "Go on from this snapshot, which 'kubejar snapshot', KubeCluster.snapshot or etcdctl wrote."),
                new Option(
                        "--load",
                        "FILE",
                        "Load the objects of another cluster, as 'kubectl get ... -o yaml' prints them, with their status."),
                new Option(
                        "--cert-dir",
                        "DIR",
                        "Keep ca.crt, ca.key, sa.pub, sa.key and the server's certificate in this folder, and use what is"
                                + " there. Default: pki in the data folder; with --etcd-endpoints in etcd, below /kubejar/pki/"),
                new Option(
                        "--pod-start-delay",
                        "D",
                        "How long a pod takes to become ready, like 500ms or 2s. Default: 1s, in virtual time 0"),
                new Option(
                        "--mode",
                        "MODE",
                        "live, or virtual: time stands still until 'kubejar time' moves it. Default: live")));
        all.addAll(SharedEtcd.OPTIONS);
        return all;
    }

    @Override
    public void run(Arguments arguments, PrintWriter out) {
        UpSettings settings = settings(arguments);
        String file = arguments.text("--kubeconfig");
        Path kubeconfig = Path.of(file == null ? KUBECONFIG : file);
        stop.arm();
        Clusters.Running cluster = clusters.start(settings);
        try {
            Kubeconfigs.write(kubeconfig, cluster.kubeconfig());
        } catch (CliFailure e) {
            cluster.close();
            throw e;
        }
        cluster.notes().forEach(out::println);
        tellHowToGoOn(cluster, kubeconfig, settings.mode(), out);
        stop.await(cluster);
    }

    private static UpSettings settings(Arguments arguments) {
        if (arguments.has("--etcd-port") && arguments.has("--no-etcd-port")) {
            throw new WrongCall("--etcd-port and --no-etcd-port exclude each other");
        }
        SharedEtcd etcd = SharedEtcd.of(arguments);
        boolean embedded = etcd.endpoints().isEmpty();
        Mode mode = mode(arguments);
        if (mode == Mode.VIRTUAL && !embedded) {
            throw new WrongCall(
                    "--mode virtual and --etcd-endpoints exclude each other: a real etcd goes by its own clock");
        }
        return new UpSettings(
                arguments.number("--port", API_PORT, 0, PORT_MAX),
                listening(arguments),
                arguments.has("--nodes") ? arguments.number("--nodes", 1, 0, NODES_MAX) : null,
                arguments.has("--first-node") ? arguments.number("--first-node", 0, 0, NODES_MAX) : null,
                embedded && !arguments.has("--no-etcd-port") ? etcdPort(arguments) : null,
                arguments.path("--data-dir"),
                arguments.path("--cert-dir"),
                etcd,
                arguments.duration("--pod-start-delay", mode == Mode.VIRTUAL ? Duration.ZERO : Duration.ofSeconds(1)),
                arguments.path("--from"),
                arguments.path("--load"),
                mode);
    }

    private static Listening listening(Arguments arguments) {
        String address = arguments.text(BIND);
        String names = arguments.text(SAN);
        Listening there;
        try {
            there = address == null ? Listening.LOOPBACK : new Listening(address, List.of());
        } catch (IllegalArgumentException e) {
            throw new WrongCall(BIND + ": " + e.getMessage(), e);
        }
        try {
            return names == null ? there : new Listening(there.address(), List.of(names.split(",", -1)));
        } catch (IllegalArgumentException e) {
            throw new WrongCall(SAN + ": " + e.getMessage(), e);
        }
    }

    private static Mode mode(Arguments arguments) {
        String name = arguments.text("--mode");
        if (name != null && !name.equals("live") && !name.equals("virtual")) {
            throw new WrongCall("--mode must be live or virtual, not '" + name + "'");
        }
        return "virtual".equals(name) ? Mode.VIRTUAL : Mode.LIVE;
    }

    private static @Nullable Integer etcdPort(Arguments arguments) {
        return arguments.has("--etcd-port")
                ? arguments.number("--etcd-port", ETCD_PORT, 0, PORT_MAX)
                : Ports.isFree(Listening.LOOPBACK.address(), ETCD_PORT) ? ETCD_PORT : 0;
    }

    private void tellHowToGoOn(Clusters.Running cluster, Path kubeconfig, Mode mode, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "kubejar is ready at %s, kubeconfig %s, in %.2f s%n%n",
                cluster.url(),
                kubeconfig,
                sinceStart.get().toMillis() / 1000.0);
        out.println("  export KUBECONFIG=" + kubeconfig.toAbsolutePath());
        out.println("  kubectl create deployment web --image=nginx --replicas=3");
        out.println("  kubectl get pods --watch");
        String etcd = cluster.etcdEndpoint();
        if (etcd != null) {
            out.println("  etcdctl --endpoints=" + etcd + " get --prefix /registry/ --keys-only");
        }
        if (mode == Mode.VIRTUAL) {
            out.println("  kubejar time advance 6m");
        }
        out.println();
        out.println("Ctrl-C stops it.");
        out.flush();
    }
}
