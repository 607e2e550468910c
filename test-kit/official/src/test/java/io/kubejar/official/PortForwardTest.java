package io.kubejar.official;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.cluster.KubeCluster;
import io.kubejar.cluster.Mode;
import io.kubernetes.client.PortForward;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The official client's port-forward: over HTTPS, for it needs a WebSocket. */
class PortForwardTest {
    private static final int PATIENCE_MILLIS = 60_000;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void bytesGoBothWays() throws Exception {
        try (KubeCluster cluster = KubeCluster.builder().mode(Mode.VIRTUAL).start();
                ServerSocket site = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            site.setSoTimeout(PATIENCE_MILLIS);
            cluster.apply("""
                    apiVersion: v1
                    kind: Pod
                    metadata: {name: web}
                    spec: {containers: [{name: web, image: nginx}]}
                    """);
            cluster.settle();
            cluster.ports().listen("default", "web", 8080, (InetSocketAddress) site.getLocalSocketAddress());
            ApiClient client = ClientBuilder.kubeconfig(
                            KubeConfig.loadKubeConfig(new StringReader(cluster.kubeconfig())))
                    .build();
            PortForward.PortForwardResult forward = new PortForward(client).forward("default", "web", List.of(8080));
            try (Socket inside = site.accept()) {
                inside.setSoTimeout(PATIENCE_MILLIS);
                forward.getOutboundStream(8080).write(bytes("ask"));
                forward.getOutboundStream(8080).flush();
                assertThat(inside.getInputStream().readNBytes(3)).isEqualTo(bytes("ask"));
                inside.getOutputStream().write(bytes("answer"));
                assertThat(forward.getInputStream(8080).readNBytes(6)).isEqualTo(bytes("answer"));
            }
            client.getHttpClient().dispatcher().executorService().shutdown();
            assertThat(cluster.faults()).isEmpty();
        }
    }
}
