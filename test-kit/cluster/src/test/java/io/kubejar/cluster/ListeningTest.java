package io.kubejar.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.ListOptions;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.object.Resources;
import io.kubejar.server.http.ListenException;
import io.kubejar.server.remote.HttpApiClient;
import io.kubejar.server.remote.KubeconfigReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** At which addresses a server listens, and for which its certificate is good. */
class ListeningTest {
    @TempDir
    Path folder;

    private int nodes(String kubeconfig) throws IOException {
        Path file = Files.writeString(folder.resolve("kubeconfig"), kubeconfig);
        ApiClient client = new HttpApiClient(KubeconfigReader.read(file), "test/1");
        return client.list(ResourceRef.of(Resources.NODES), ListOptions.ALL)
                .items()
                .size();
    }

    private static List<String> addresses() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(one -> one.getAddress().length == 4 && !one.isLinkLocalAddress())
                .map(InetAddress::getHostAddress)
                .toList();
    }

    private static List<Object> alternativeNames(Path certificate) throws IOException, CertificateException {
        try (InputStream in = Files.newInputStream(certificate)) {
            X509Certificate read =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            return read.getSubjectAlternativeNames().stream()
                    .<Object>map(name -> name.get(1))
                    .toList();
        }
    }

    @Test
    @DisplayName("a server that listens at all addresses is reached by each of them, with its certificate")
    void allAddresses() throws IOException {
        try (KubeCluster cluster = KubeCluster.builder().bindAddress("0.0.0.0").start()) {
            assertThat(cluster.url()).startsWith("https://127.0.0.1:");
            assertThat(nodes(cluster.kubeconfig())).isEqualTo(1);
            assertThat(addresses()).isNotEmpty();
            for (String address : addresses()) {
                assertThat(nodes(cluster.kubeconfig().replace("127.0.0.1", address)))
                        .as(address)
                        .isEqualTo(1);
            }
        }
    }

    @Test
    @DisplayName("a server that listens at one address is not reached by another one, and known by its other names")
    void oneAddress() throws IOException, CertificateException {
        try (KubeCluster cluster = KubeCluster.builder()
                .bindAddress("127.0.0.2")
                .serverNames("kube.test")
                .certDir(folder.resolve("pki"))
                .start()) {
            assertThat(cluster.url()).startsWith("https://127.0.0.2:");
            String config = cluster.kubeconfig();
            assertThat(nodes(config)).isEqualTo(1);
            int port = URI.create(cluster.url()).getPort();
            assertThatThrownBy(() -> nodes(config.replace("127.0.0.2:" + port, "127.0.0.1:" + port)))
                    .hasMessageContaining("cannot be reached");
            assertThat(alternativeNames(folder.resolve("pki/apiserver.crt"))).contains("kube.test", "127.0.0.2");
        }
    }

    @Test
    void anAddressThatIsNotOfThisMachineIsNamed() {
        KubeClusterBuilder elsewhere =
                KubeCluster.builder().bindAddress("203.0.113.7").port(0);
        assertThatThrownBy(elsewhere::start)
                .isInstanceOf(ListenException.class)
                .hasMessageStartingWith("cannot listen on 203.0.113.7:0: ");
    }

    @Test
    void whatTheCertificateIsGoodFor() {
        assertThat(new Listening("203.0.113.7", List.of("kube.test")).certificateNames())
                .containsExactly("kube.test", "203.0.113.7");
        assertThat(new Listening("fd00::1", List.of()).certificateNames()).containsExactly("fd00::1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "1.2.3", "256.1.1.1", "fe80::1%eth0", "1:2", ":::"})
    void addressesAreNoNames(String address) {
        assertThatThrownBy(() -> new Listening(address, List.of()))
                .hasMessage("'" + address + "' is no IP address like 127.0.0.1 or 0.0.0.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "1.2.3.999", "-a", "a_b"})
    void namesAreChecked(String name) {
        assertThatThrownBy(() -> new Listening("::", List.of(name)))
                .hasMessage("'" + name + "' is neither a host name nor an IP address");
    }
}
