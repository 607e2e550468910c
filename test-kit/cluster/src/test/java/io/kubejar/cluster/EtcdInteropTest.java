package io.kubejar.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubejar.core.chance.Chance;
import io.kubejar.core.object.Json;
import io.kubejar.core.time.SystemClock;
import io.kubejar.server.pki.CertificateAuthority;
import io.kubejar.server.pki.Identity;
import io.kubejar.server.pki.Subject;
import io.kubejar.testing.Interop;
import io.kubejar.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store below a cluster is an etcd: etcd's own programs see what is in it, and several API servers share one. */
@Tag("interop")
class EtcdInteropTest {
    private static final String MAP =
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: shared, namespace: default}, data: {color: blue}}";

    @TempDir
    Path folder;

    @Test
    @DisplayName("etcdctl get --prefix /registry/ shows the objects as JSON")
    void etcdctlShowsTheObjects() {
        Path etcdctl = Interop.tool("etcdctl");
        try (KubeCluster cluster = KubeCluster.builder().etcdPort(0).start()) {
            cluster.apply(MAP);
            Program get = Program.of(etcdctl, "--endpoints=127.0.0.1:" + cluster.etcdPort(), "get", "--prefix");
            List<String> lines =
                    get.with("/registry/").run().orThrow().out().lines().toList();
            int key = lines.indexOf("/registry/configmaps/default/shared");
            assertThat(key).isNotNegative();
            var stored = Json.parse(lines.get(key + 1));
            assertThat(stored.path("kind").asText()).isEqualTo("ConfigMap");
            assertThat(stored.at("/data/color").asText()).isEqualTo("blue");
            assertThat(lines).anyMatch(line -> line.startsWith("/registry/namespaces/"));
        }
    }

    @Test
    @DisplayName("an object put through a second API server on the same real etcd appears in the first")
    void twoServersShareARealEtcd() throws Exception {
        try (RealEtcd etcd = RealEtcd.start(folder);
                KubeCluster first = onEtcd(etcd.url(), 0);
                KubeCluster second = onEtcd(etcd.url(), 1)) {
            second.apply(MAP);
            assertThat(first.get("configmap", "default", "shared")
                            .at("data", "color")
                            .asText())
                    .isEqualTo("blue");
            first.delete("configmap", "default", "shared");
            assertThat(second.list("configmaps", "default"))
                    .noneMatch(map -> map.name().equals("shared"));
        }
    }

    @Test
    @DisplayName("an etcd over TLS is reached with a client certificate and not without")
    void speaksTlsWithEtcd() throws Exception {
        CertificateAuthority authority = CertificateAuthority.create("etcd", SystemClock.INSTANCE, Chance.secure());
        Path ca = Files.writeString(folder.resolve("ca.crt"), authority.certificatePem());
        Path[] server = write("server", authority, CertificateAuthority.Usage.SERVER);
        Path[] client = write("client", authority, CertificateAuthority.Usage.CLIENT);
        List<String> serverArguments = List.of(
                "--cert-file=" + server[0],
                "--key-file=" + server[1],
                "--trusted-ca-file=" + ca,
                "--client-cert-auth=true");
        List<String> clientArguments = List.of("--cacert=" + ca, "--cert=" + client[0], "--key=" + client[1]);
        try (RealEtcd etcd = RealEtcd.startWithTls(folder, serverArguments, clientArguments)) {
            KubeClusterBuilder builder = KubeCluster.builder().etcdEndpoints(etcd.url());
            try (KubeCluster cluster = builder.etcdTls(ca, client[0], client[1]).start()) {
                cluster.apply(MAP);
                assertThat(cluster.get("configmap", "default", "shared").uid()).isNotEmpty();
            }
            builder.etcdTls(ca, null, null);
            assertThatThrownBy(builder::start).hasMessage("no etcd answers at " + etcd.url());
        }
    }

    private Path[] write(String name, CertificateAuthority authority, CertificateAuthority.Usage usage)
            throws IOException {
        Identity identity = authority.issue(new Subject(name, List.of()), usage, List.of("127.0.0.1"));
        return new Path[] {
            Files.writeString(folder.resolve(name + ".crt"), identity.certificatePem()),
            Files.writeString(folder.resolve(name + ".key"), identity.keyPem())
        };
    }

    private static KubeCluster onEtcd(String url, int firstNode) {
        return KubeCluster.builder().etcdEndpoints(url).firstNode(firstNode).start();
    }
}
