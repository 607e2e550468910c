package io.kubejar.etcd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.etcd.jetcd.Auth;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.options.PutOption;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchEvent;
import io.kubejar.core.loop.SimulatedLoops;
import io.kubejar.etcd.auth.AuthState;
import io.kubejar.etcd.auth.Password;
import io.kubejar.etcd.backup.BackupReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EtcdServerTest {
    private static ByteSequence bytes(String text) {
        return ByteSequence.from(text, UTF_8);
    }

    @Test
    void aWatcherHasSeenAPutWhenThePutReturns() {
        try (EtcdServer etcd = EtcdServer.start()) {
            List<String> seen = new ArrayList<>();
            WatchOption prefix = WatchOption.builder().isPrefix(true).build();
            etcd.client().getWatchClient().watch(bytes("a/"), prefix, response -> {
                for (WatchEvent event : response.getEvents()) {
                    seen.add(event.getKeyValue().getKey().toString(UTF_8));
                }
            });
            KV kv = etcd.client().getKVClient();
            kv.put(bytes("a/1"), bytes("x")).join();
            assertThat(seen).containsExactly("a/1");
            kv.put(bytes("b/1"), bytes("x")).join();
            kv.put(bytes("a/2"), bytes("x")).join();
            assertThat(seen).containsExactly("a/1", "a/2");
        }
    }

    @Test
    void aForkGoesItsOwnWay() {
        try (EtcdServer etcd = EtcdServer.start()) {
            KV kv = etcd.client().getKVClient();
            kv.put(bytes("k"), bytes("both")).join();
            try (EtcdServer fork = etcd.fork()) {
                KV forked = fork.client().getKVClient();
                forked.put(bytes("k"), bytes("fork")).join();
                kv.put(bytes("other"), bytes("original")).join();
                assertThat(kv.get(bytes("k")).join().getKvs().get(0).getValue()).isEqualTo(bytes("both"));
                assertThat(forked.get(bytes("k")).join().getKvs().get(0).getValue())
                        .isEqualTo(bytes("fork"));
                assertThat(forked.get(bytes("other")).join().getKvs()).isEmpty();
            }
        }
    }

    @Test
    void leasesEndByTheGivenClockAndInAForkWithTheTimeThatWasLeft() {
        SimulatedLoops loops = new SimulatedLoops(Instant.parse("2026-01-01T00:00:00Z"));
        SimulatedLoops other = new SimulatedLoops(Instant.parse("2030-01-01T00:00:00Z"));
        try (EtcdServer etcd = EtcdServer.builder().loops(loops).start()) {
            KV kv = etcd.client().getKVClient();
            long lease = etcd.client().getLeaseClient().grant(10).join().getID();
            PutOption leased = PutOption.builder().withLeaseId(lease).build();
            kv.put(bytes("k1"), bytes("x"), leased).join();
            kv.put(bytes("k2"), bytes("x"), leased).join();
            loops.advance(Duration.ofSeconds(4));
            EtcdServer fork = etcd.fork(other);
            loops.advance(Duration.ofMillis(5999));
            assertThat(kv.get(bytes("k1")).join().getCount()).isEqualTo(1);
            long before = etcd.revision();
            loops.advance(Duration.ofMillis(1));
            assertThat(kv.get(bytes("k1")).join().getCount()).isZero();
            assertThat(kv.get(bytes("k2")).join().getCount()).isZero();
            assertThat(etcd.revision()).isEqualTo(before + 1);
            other.advance(Duration.ofMillis(5999));
            assertThat(fork.revision()).isEqualTo(before);
            other.advance(Duration.ofMillis(1));
            assertThat(fork.revision()).isEqualTo(before + 1);
            fork.close();
        }
    }

    @Test
    void usersAreThereAgainAfterARestart(@TempDir Path folder) {
        ByteSequence root = bytes("root");
        try (EtcdServer etcd = EtcdServer.builder().dataDir(folder).start()) {
            Auth auth = etcd.client().getAuthClient();
            auth.userAdd(root, bytes("secret")).join();
            auth.userGrantRole(root, root).join();
            auth.authEnable().join();
        }
        try (EtcdServer etcd = EtcdServer.builder().dataDir(folder).start()) {
            assertThatThrownBy(() -> etcd.client().getKVClient().get(bytes("k")).join())
                    .hasMessageContaining("etcdserver: user name is empty");
            assertThatThrownBy(() -> etcd.client("root", "guess")
                            .getKVClient()
                            .get(bytes("k"))
                            .join())
                    .hasMessageContaining("etcdserver: authentication failed, invalid user ID or password");
            KV kv = etcd.client("root", "secret").getKVClient();
            assertThat(kv.get(bytes("k")).join().getCount()).isZero();
            try (EtcdServer fork = etcd.fork()) {
                KV forked = fork.client("root", "secret").getKVClient();
                assertThat(forked.get(bytes("k")).join().getCount()).isZero();
            }
        }
    }

    @Test
    void passwordsHaveTheGivenCostInAForkToo(@TempDir Path folder) {
        Path file = folder.resolve("snapshot");
        try (EtcdServer etcd = EtcdServer.builder().bcryptCost(5).start();
                EtcdServer fork = etcd.fork()) {
            fork.client()
                    .getAuthClient()
                    .userAdd(bytes("root"), bytes("secret"))
                    .join();
            fork.snapshot(file);
        }
        AuthState auth = BackupReader.read(file, Instant.EPOCH).auth();
        assertThat(auth.requireUser("root").password())
                .isNotNull()
                .extracting(Password::hash, STRING)
                .startsWith("$2a$05$");
        assertThatThrownBy(() -> EtcdServer.builder().bcryptCost(32))
                .hasMessage("the bcrypt cost must be between 4 and 31, not 32");
    }
}
