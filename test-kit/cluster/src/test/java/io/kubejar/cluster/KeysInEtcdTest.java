package io.kubejar.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.core.chance.Chance;
import io.kubejar.core.time.SystemClock;
import io.kubejar.etcd.EtcdServer;
import io.kubejar.server.pki.KeyKeeper;
import io.kubejar.server.pki.Pki;
import io.kubejar.server.storage.Etcd;
import io.kubejar.server.storage.KeysInEtcd;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The keys that several servers share. */
class KeysInEtcdTest {
    private final EtcdServer etcd = EtcdServer.start();
    private final KeyKeeper keys = new KeysInEtcd(new Etcd(etcd.client()));

    @AfterEach
    void close() {
        etcd.close();
    }

    private static Pki pki(KeyKeeper keeper) {
        return Pki.shared(keeper, SystemClock.INSTANCE, Chance.secure(), List.of());
    }

    /** What a server sees that looks just before another one has kept its keys. */
    private KeyKeeper late() {
        return new KeyKeeper() {
            @Override
            public Map<String, String> read() {
                return Map.of();
            }

            @Override
            public Map<String, String> keep(Map<String, String> fresh) {
                return keys.keep(fresh);
            }
        };
    }

    @Test
    @DisplayName("the first server makes the keys, all others have the same; each has a certificate of its own")
    void oneMakesThem() throws Exception {
        Pki first = pki(keys);
        Pki second = pki(keys);
        Pki third = pki(late());
        for (Pki other : new Pki[] {second, third}) {
            assertThat(other.authority().certificate())
                    .isEqualTo(first.authority().certificate());
            assertThat(other.adminToken()).isEqualTo(first.adminToken());
            assertThat(other.serviceAccountKeys().getPublic())
                    .isEqualTo(first.serviceAccountKeys().getPublic());
            assertThat(other.server().certificate()).isNotEqualTo(first.server().certificate());
            other.server().certificate().verify(first.authority().certificate().getPublicKey());
        }
        assertThat(keys.read()).containsOnlyKeys("ca.crt", "ca.key", "sa.key", "sa.pub");
        assertThat(etcd.revision()).isEqualTo(2);
    }
}
