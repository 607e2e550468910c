package io.kubejar.official;

import io.kubejar.cluster.ClusterHttp;
import io.kubejar.cluster.KubeCluster;
import io.kubejar.cluster.Mode;
import io.kubernetes.client.openapi.ApiClient;
import java.time.Duration;
import okhttp3.OkHttpClient;

/**
 * Makes official clients that reach a cluster in the same JVM without sockets.
 *
 * <pre>{@code
 * ApiClient client = OfficialClient.client(cluster);
 * ApiClient jane = OfficialClient.client(cluster.http().as("jane", "developers"));
 * }</pre>
 *
 * <p>Informers and controllers have threads of their own: {@code settle()} waits until they have taken every event, and then
 * for a moment without a request (see {@link io.kubejar.cluster.KubeClusterBuilder#quietPeriod}). In a {@link Mode#SEEDED}
 * cluster, which has one thread only, requests that are answered at once work, and what needs other threads is refused:
 * watches, and with them informers, and asynchronous calls.
 */
public final class OfficialClient {
    /** Of no meaning but for the form; nothing is resolved. */
    private static final String URL = "http://kubejar.invalid";

    private OfficialClient() {}

    /** A client that may do everything; it is of no use any more when the cluster is closed. */
    public static ApiClient client(KubeCluster cluster) {
        return client(cluster.http());
    }

    /** A client that acts as somebody, for example {@code cluster.http().as("jane")}. */
    public static ApiClient client(ClusterHttp http) {
        return new ApiClient(http(http)).setBasePath(URL);
    }

    /** The HTTP part alone, for an {@link ApiClient} of one's own; every address leads into the cluster. */
    public static OkHttpClient http(ClusterHttp http) {
        OpenBodies open = new OpenBodies();
        OkHttpClient client = new OkHttpClient.Builder()
                .addInterceptor(new InProcess(http, open))
                .eventListener(open)
                .readTimeout(Duration.ZERO)
                .build();
        http.beforeClose(() -> {
            open.close();
            client.dispatcher().executorService().shutdown();
        });
        return client;
    }
}
