package io.kubejar.fabric8;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.kubejar.cluster.ClusterHttp;
import io.kubejar.cluster.KubeCluster;
import io.kubejar.cluster.Mode;
import java.util.function.UnaryOperator;

/**
 * Makes fabric8 clients that reach a cluster in the same JVM without sockets, in every mode. What they do in the background
 * (events of watches, informers and their handlers) runs on the cluster's loops, so that {@code settle()} knows of it.
 *
 * <pre>{@code
 * KubernetesClient client = Fabric8.client(cluster);
 * KubernetesClient jane = Fabric8.client(cluster.http().as("jane", "developers"));
 * KubernetesClient robot = Fabric8.client(cluster.http().asAccount("default", "robot"));
 * }</pre>
 *
 * <p>In a {@link Mode#SEEDED} cluster everything happens on the cluster's one thread, and watches last until they are closed.
 * There a call that waits ({@code waitUntilReady}, reading a log that is followed) waits in vain, for nothing moves meanwhile:
 * call {@code settle()} and look. fabric8's timers are the JDK's own and go by no clock of a cluster; what they set off in a
 * seeded cluster is refused: resync, leader election, retries, and watching again after a watch was cut. In a
 * {@link Mode#VIRTUAL} cluster they work, by real time.
 */
public final class Fabric8 {
    /** Of no meaning but for the form; nothing is resolved. */
    private static final String URL = "http://kubejar.invalid/";

    private Fabric8() {}

    /** A client that may do everything. It is closed with the cluster, or before. */
    public static KubernetesClient client(KubeCluster cluster) {
        return client(cluster.http());
    }

    /** A client that acts as somebody, for example {@code cluster.http().as("jane")}. Closed with the cluster, or before. */
    public static KubernetesClient client(ClusterHttp http) {
        return client(http, builder -> builder);
    }

    /**
     * A client with settings of one's own, which begins with {@link #config}. Its tasks and its HTTP must stay what they are.
     * Closed with the cluster, or before.
     */
    public static KubernetesClient client(ClusterHttp http, UnaryOperator<KubernetesClientBuilder> settings) {
        InProcessFactory factory = new InProcessFactory(http);
        KubernetesClientBuilder builder = new KubernetesClientBuilder()
                .withConfig(config(http))
                .withHttpClientFactory(factory)
                .withTaskExecutorSupplier(new LoopExecutors(http));
        KubernetesClient client = settings.apply(builder).build();
        factory.onClose(http.beforeClose(client::close));
        return client;
    }

    /** The settings of a client; nothing of the environment or of a kubeconfig is in them. */
    public static Config config(ClusterHttp http) {
        ConfigBuilder builder = new ConfigBuilder(Config.empty())
                .withMasterUrl(URL)
                .withNamespace("default")
                .withTrustCerts(false)
                .withOnlyHttpWatches(true)
                // Without a wire nothing gets lost, and who waits holds up nobody.
                .withRequestTimeout(0);
        if (http.mode() != Mode.LIVE) {
            builder.withWatchReconnectInterval(1);
        }
        if (http.mode() == Mode.SEEDED) {
            builder.withRequestRetryBackoffLimit(0);
        }
        return builder.build();
    }
}
