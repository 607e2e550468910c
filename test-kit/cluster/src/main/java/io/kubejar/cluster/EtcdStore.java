package io.kubejar.cluster;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import io.kubejar.core.chance.Chance;
import io.kubejar.core.loop.Loops;
import io.kubejar.etcd.EtcdServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The store below a cluster: the embedded etcd, or a real one that is reached by jetcd. */
record EtcdStore(
        Client client,
        @Nullable EtcdServer embedded,
        @Nullable Integer port) implements AutoCloseable {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
    /** For the first answer, classes of TLS and gRPC included; as upstream's dialTimeout, etcd3.go, v1.36. */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);

    static EtcdStore open(ClusterOptions options, Loops loops, Chance chance) {
        return options.etcdEndpoints().isEmpty()
                ? embedded(options, loops, chance)
                : real(options.etcdEndpoints(), options.etcdTls());
    }

    private static EtcdStore embedded(ClusterOptions options, Loops loops, Chance chance) {
        EtcdServer.Builder builder = EtcdServer.builder().loops(loops).chance(chance);
        if (options.dataDir() != null) {
            builder.dataDir(options.dataDir().resolve("etcd"));
        }
        if (options.etcdPort() != null) {
            builder.grpcPort(options.etcdPort());
        }
        if (options.restored() != null) {
            builder.restore(options.restored().file());
        }
        EtcdServer server = builder.start();
        return new EtcdStore(server.client(), server, options.etcdPort() == null ? null : server.grpcPort());
    }

    /** A real one, by its URLs. */
    static EtcdStore real(List<String> endpoints, EtcdTls tls) {
        ClientBuilder builder = Client.builder()
                .endpoints(endpoints.toArray(String[]::new))
                .connectTimeout(CONNECT_WITHIN)
                .retryMaxDuration(CONNECT_WITHIN);
        tls.apply(builder, endpoints);
        Client client = builder.build();
        try {
            ByteSequence any = ByteSequence.from("/registry", StandardCharsets.UTF_8);
            client.getKVClient().get(any).get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            client.close();
            throw new IllegalStateException("no etcd answers at " + String.join(",", endpoints), e);
        } catch (InterruptedException e) {
            client.close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while connecting to etcd", e);
        }
        return new EtcdStore(client, null, null);
    }

    @Override
    public void close() {
        if (embedded == null) {
            client.close();
        } else {
            embedded.close();
        }
    }
}
