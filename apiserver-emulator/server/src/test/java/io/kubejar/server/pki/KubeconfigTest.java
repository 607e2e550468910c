package io.kubejar.server.pki;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.core.chance.Chance;
import io.kubejar.core.time.SystemClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class KubeconfigTest {
    private final Pki pki = Pki.create(SystemClock.INSTANCE, Chance.secure());

    @TempDir
    Path folder;

    @Test
    void isYamlWithEverythingEmbedded() {
        Identity admin = pki.clientCertificate("kubernetes-admin", List.of("system:masters"));
        String text = Kubeconfig.withCertificate("kubejar", "https://127.0.0.1:6443", pki.authority(), admin);

        Map<?, ?> read = parse(text);
        assertThat(read.get("current-context")).isEqualTo("kubejar");
        Map<?, ?> cluster = (Map<?, ?>) ((Map<?, ?>) ((List<?>) read.get("clusters")).get(0)).get("cluster");
        assertThat(cluster.get("server")).isEqualTo("https://127.0.0.1:6443");
        assertThat(decode(cluster.get("certificate-authority-data")))
                .isEqualTo(pki.authority().certificatePem());
        Map<?, ?> user = (Map<?, ?>) ((Map<?, ?>) ((List<?>) read.get("users")).get(0)).get("user");
        assertThat(decode(user.get("client-certificate-data"))).isEqualTo(admin.certificatePem());
        assertThat(decode(user.get("client-key-data"))).isEqualTo(admin.keyPem());
    }

    @Test
    void mayCarryAToken() {
        Map<?, ?> read = parse(Kubeconfig.withToken("k", "https://localhost:1", pki.authority(), "a.b-c.d_e"));

        Map<?, ?> user = (Map<?, ?>) ((Map<?, ?>) ((List<?>) read.get("users")).get(0)).get("user");
        assertThat(user.get("token")).isEqualTo("a.b-c.d_e");
    }

    @Test
    void isWrittenForItsOwnerOnlyAndReplacesTheOldOne() throws Exception {
        Path file = folder.resolve("new/kubeconfig");
        Kubeconfig.write(file, "old");
        Kubeconfig.write(file, "new");

        assertThat(file).hasContent("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(folder.resolve("new"))) {
            assertThat(files).hasSize(1);
        }
    }

    private static Map<?, ?> parse(String yaml) {
        return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(yaml);
    }

    private static String decode(Object base64) {
        return new String(Base64.getDecoder().decode((String) base64), StandardCharsets.UTF_8);
    }
}
