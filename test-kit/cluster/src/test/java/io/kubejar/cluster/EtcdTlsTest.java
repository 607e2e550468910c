package io.kubejar.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import io.kubejar.core.chance.Chance;
import io.kubejar.core.time.SystemClock;
import io.kubejar.server.pki.CertificateAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EtcdTlsTest {
    private static final List<String> HTTPS = List.of("https://127.0.0.1:2379");

    @TempDir
    Path folder;

    private final ClientBuilder client = Client.builder();

    @Test
    @DisplayName("half of a pair is refused in etcd's words")
    void refusesHalfAPair() {
        assertThatThrownBy(() -> new EtcdTls(null, Path.of("c"), null))
                .hasMessage("KeyFile and CertFile must both be present[key: , cert: c]");
        assertThatThrownBy(() -> new EtcdTls(null, null, Path.of("k")))
                .hasMessage("KeyFile and CertFile must both be present[key: k, cert: ]");
    }

    @Test
    @DisplayName("only URLs of https make it TLS")
    void theUrlsDecide() {
        EtcdTls.NONE.apply(client, List.of("http://127.0.0.1:2379"));
        assertThat(client.sslContext()).isNull();
        EtcdTls.NONE.apply(client, HTTPS);
        assertThat(client.sslContext()).isNotNull();
    }

    @Test
    @DisplayName("a broken file is named")
    void namesBrokenFiles() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken"), "no PEM");
        assertThatThrownBy(() -> new EtcdTls(broken, null, null).apply(client, HTTPS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(broken + ": ");
        Path good = Files.writeString(
                folder.resolve("good"),
                CertificateAuthority.create("etcd", SystemClock.INSTANCE, Chance.secure())
                        .certificatePem());
        assertThatThrownBy(() -> new EtcdTls(null, good, broken).apply(client, HTTPS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(broken + ": ");
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> new EtcdTls(missing, null, null).apply(client, HTTPS))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(missing.toString());
    }
}
