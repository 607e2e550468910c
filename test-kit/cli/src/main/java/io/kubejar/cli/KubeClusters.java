package io.kubejar.cli;

import io.kubejar.cluster.KubeCluster;
import io.kubejar.cluster.KubeClusterBuilder;
import io.kubejar.cluster.Listening;
import io.kubejar.cluster.load.LoadReport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Clusters of this JVM. */
final class KubeClusters implements Clusters {
    private static final int CONNECT_MILLIS = 3_000;

    @Override
    public Running start(UpSettings settings) {
        Listening listening = settings.listening();
        if (!Ports.isHere(listening.address())) {
            throw new CliFailure(
                    listening.address() + " is no address of this machine; --bind-address 0.0.0.0 takes all");
        }
        checkPort(listening.address(), "--port", settings.port());
        Path dump = settings.load();
        if (dump != null && !Files.isRegularFile(dump)) {
            throw new CliFailure("the dump " + dump + " cannot be loaded: there is no such file");
        }
        KubeClusterBuilder builder = KubeCluster.builder()
                .port(settings.port())
                .bindAddress(listening.address())
                .serverNames(listening.names().toArray(new String[0]))
                .mode(settings.mode())
                .podStartDelay(settings.podStartDelay());
        if (settings.nodes() != null) {
            builder.nodes(settings.nodes());
        }
        if (settings.from() != null) {
            builder.restore(settings.from());
        }
        if (settings.firstNode() != null) {
            builder.firstNode(settings.firstNode());
        }
        if (settings.certDir() != null) {
            builder.certDir(settings.certDir());
        }
        Integer etcdPort = settings.etcdPort();
        if (etcdPort != null) {
            checkPort(Listening.LOOPBACK.address(), "--etcd-port", etcdPort);
            builder.etcdPort(etcdPort);
        }
        if (settings.dataDir() != null) {
            builder.dataDir(settings.dataDir());
        }
        SharedEtcd etcd = settings.etcd();
        builder.leaderElection(etcd.leaderElect());
        if (!etcd.endpoints().isEmpty()) {
            checkReachable(etcd.endpoints());
            builder.etcdEndpoints(etcd.endpoints().toArray(new String[0]));
            builder.etcdTls(etcd.caFile(), etcd.certFile(), etcd.keyFile());
        }
        KubeCluster cluster;
        try {
            cluster = builder.start();
        } catch (RuntimeException e) {
            throw new CliFailure("the cluster does not start: " + Reasons.of(e), e);
        }
        try {
            return new InThisJvm(cluster, dump == null ? List.of() : load(cluster, dump));
        } catch (RuntimeException e) {
            cluster.close();
            throw new CliFailure("the dump " + dump + " cannot be loaded: " + Reasons.of(e), e);
        }
    }

    private static List<String> load(KubeCluster cluster, Path dump) {
        LoadReport report = cluster.load(dump);
        cluster.settle();
        return report.toString().lines().toList();
    }

    private static void checkPort(String address, String option, int port) {
        if (port != 0 && !Ports.isFree(address, port)) {
            throw new CliFailure("port " + port + " is taken; " + option + " 0 picks a free one");
        }
    }

    /** One of the endpoints must take a connection; waiting for etcd's client to give up would take much longer. */
    static void checkReachable(List<String> endpoints) {
        String why = "";
        for (String endpoint : endpoints) {
            URI uri = URI.create(endpoint);
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), CONNECT_MILLIS);
                return;
            } catch (IOException e) {
                why = String.valueOf(e.getMessage());
            }
        }
        throw new CliFailure("no etcd answers at " + String.join(", ", endpoints) + ": " + why);
    }

    private record InThisJvm(KubeCluster cluster, List<String> notes) implements Running {
        @Override
        public String url() {
            return cluster.url();
        }

        @Override
        public String kubeconfig() {
            return cluster.kubeconfig();
        }

        @Override
        public @Nullable String etcdEndpoint() {
            Integer port = cluster.etcdPort();
            return port == null ? null : "127.0.0.1:" + port;
        }

        @Override
        public void apply(String yaml) {
            cluster.apply(yaml);
        }

        @Override
        public void settle() {
            cluster.settle();
        }

        @Override
        public List<String> timeline() {
            return cluster.timeline().entries().stream().map(Object::toString).toList();
        }

        @Override
        public void close() {
            cluster.close();
        }
    }
}
