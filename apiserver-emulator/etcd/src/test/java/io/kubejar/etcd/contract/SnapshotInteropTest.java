package io.kubejar.etcd.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.etcd.jetcd.Auth;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.auth.Permission;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.LeaseOption;
import io.etcd.jetcd.options.PutOption;
import io.kubejar.core.object.Json;
import io.kubejar.etcd.EtcdServer;
import io.kubejar.etcd.bolt.DamagedFileException;
import io.kubejar.testing.Interop;
import io.kubejar.testing.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots go from a real etcd to this one and back. */
@Tag("interop")
class SnapshotInteropTest {
    private static final int KEYS = 300;

    @TempDir
    Path folder;

    private static Program etcdctl(String... arguments) {
        return Program.of(Interop.tool("etcdctl"), arguments).env("ETCDCTL_API", "3");
    }

    private static ByteSequence bytes(String text) {
        return ByteSequence.from(text, UTF_8);
    }

    /** Something of everything. Gives the revision at which it was compacted. */
    private static long fill(Client client) {
        KV kv = client.getKVClient();
        Chapter.get(client.getLeaseClient().grant(500)); // with no keys
        for (int i = 0; i < KEYS; i++) {
            Chapter.get(kv.put(bytes("key-" + i % 100), bytes("value " + i)));
        }
        Chapter.get(kv.put(bytes("large"), ByteSequence.from(new byte[200_000])));
        Chapter.get(kv.put(bytes("empty"), ByteSequence.EMPTY));
        Chapter.get(
                kv.delete(bytes("key-1"), DeleteOption.builder().isPrefix(true).build()));
        long compacted = Chapter.get(kv.put(bytes("key-2"), bytes("at the compaction")))
                .getHeader()
                .getRevision();
        Chapter.get(kv.txn()
                .Then(
                        Op.put(bytes("t-1"), bytes("x"), PutOption.DEFAULT),
                        Op.delete(bytes("key-3"), DeleteOption.DEFAULT),
                        Op.put(bytes("t-2"), bytes("y"), PutOption.DEFAULT))
                .commit());
        Chapter.get(kv.compact(compacted));
        for (int i = 0; i < KEYS; i++) {
            Chapter.get(kv.put(bytes("later-" + i), bytes("value " + i)));
        }
        Chapter.get(kv.delete(bytes("later-7")));
        return compacted;
    }

    /** Gives the lease. */
    private static long lease(Client client) {
        long lease = Chapter.get(client.getLeaseClient().grant(600)).getID();
        PutOption leased = PutOption.builder().withLeaseId(lease).build();
        Chapter.get(client.getKVClient().put(bytes("leased"), bytes("x"), leased));
        return lease;
    }

    /** All that a client can see of the history and of the lease. */
    private static List<String> everything(Client client, long from, long id) {
        KV kv = client.getKVClient();
        long last = Chapter.get(kv.get(bytes("x"))).getHeader().getRevision();
        List<String> seen = new ArrayList<>(List.of("revision " + last));
        GetOption.Builder all = GetOption.builder().withRange(bytes("\0"));
        for (long revision = from; revision <= last; revision += revision < from + 10 || revision > last - 5 ? 1 : 50) {
            Chapter.get(kv.get(bytes("\0"), all.withRevision(revision).build()))
                    .getKvs()
                    .forEach(one -> seen.add(one.getKey() + " " + one.getValue().hashCode() + " "
                            + one.getCreateRevision() + " " + one.getModRevision() + " " + one.getVersion() + " "
                            + one.getLease()));
        }
        LeaseOption keys = LeaseOption.builder().withAttachedKeys().build();
        var lease = Chapter.get(client.getLeaseClient().timeToLive(id, keys));
        seen.add("lease " + lease.getGrantedTTL() + " " + lease.getKeys());
        assertThat(lease.getTTL()).isPositive();
        boolean compacted = kv.get(bytes("x"), all.withRevision(from - 1).build())
                .handle((answer, failure) -> failure != null)
                .join();
        seen.add("compacted " + compacted);
        return seen;
    }

    @Test
    @DisplayName("what a real etcd saved is restored here: keys, history, leases")
    void aRealEtcdSaves() throws Exception {
        Path file = folder.resolve("snapshot");
        List<String> saved;
        long compacted;
        long lease;
        try (RealEtcd etcd = RealEtcd.start();
                Client client = Client.builder().endpoints(etcd.url()).build()) {
            Program etcdctl = etcdctl("--endpoints=" + etcd.url());
            compacted = fill(client);
            lease = lease(client);
            saved = everything(client, compacted, lease);
            etcdctl.with("snapshot", "save", file.toString()).run().orThrow();
        }
        try (EtcdServer etcd = EtcdServer.builder().restore(file).start()) {
            assertThat(everything(etcd.client(), compacted, lease)).isEqualTo(saved);
        }
    }

    @Test
    @DisplayName("users and roles of a real etcd come over; with authentication on its passwords are refused by name")
    void aRealEtcdHasUsers() throws Exception {
        Path off = folder.resolve("off");
        Path on = folder.resolve("on");
        try (RealEtcd etcd = RealEtcd.start()) {
            Program etcdctl = etcdctl("--endpoints=" + etcd.url());
            etcdctl.with("user", "add", "root:secret").run().orThrow();
            etcdctl.with("role", "add", "reader").run().orThrow();
            etcdctl.with("role", "grant-permission", "reader", "read", "a", "b")
                    .run()
                    .orThrow();
            etcdctl.with("user", "grant-role", "root", "root").run().orThrow();
            etcdctl.with("user", "grant-role", "root", "reader").run().orThrow();
            etcdctl.with("snapshot", "save", off.toString()).run().orThrow();
            etcdctl.with("auth", "enable").run().orThrow();
            etcdctl.with("--user=root:secret", "snapshot", "save", on.toString())
                    .run()
                    .orThrow();
        }
        try (EtcdServer etcd = EtcdServer.builder().restore(off).start()) {
            Auth auth = etcd.client().getAuthClient();
            assertThat(Chapter.get(auth.userGet(bytes("root"))).getRoles()).containsExactly("reader", "root");
            Permission permission =
                    Chapter.get(auth.roleGet(bytes("reader"))).getPermissions().get(0);
            assertThat(permission.getPermType()).isEqualTo(Permission.Type.READ);
            assertThat(permission.getRangeEnd()).isEqualTo(bytes("b"));
        }
        EtcdServer.Builder refused = EtcdServer.builder().restore(on);
        assertThatThrownBy(refused::start)
                .isInstanceOf(DamagedFileException.class)
                .hasMessageContaining("the password of the user root is kept in another way");
    }

    @Test
    @DisplayName("what this one saved is good to etcdctl, and a real etcd serves it: keys, history, leases")
    void thisOneSaves() throws Exception {
        Path file = folder.resolve("snapshot");
        List<String> saved;
        long compacted;
        long lease;
        long revision;
        try (EtcdServer etcd = EtcdServer.builder().grpcPort(0).start()) {
            Program etcdctl = etcdctl("--endpoints=127.0.0.1:" + etcd.grpcPort());
            compacted = fill(etcd.client());
            lease = lease(etcd.client());
            saved = everything(etcd.client(), compacted, lease);
            revision = etcd.revision();
            etcdctl.with("snapshot", "save", file.toString()).run().orThrow();
        }
        var status = Json.parse(etcdctl("snapshot", "status", file.toString(), "-w", "json")
                .run()
                .orThrow()
                .out());
        assertThat(status.get("revision").asLong()).isEqualTo(revision);
        assertThat(status.get("totalKey").asLong()).isGreaterThan(KEYS);
        try (RealEtcd etcd = RealEtcd.start(
                        data -> etcdctl("snapshot", "restore", file.toString(), "--data-dir", data.toString())
                                .run()
                                .orThrow());
                Client client = Client.builder().endpoints(etcd.url()).build()) {
            assertThat(everything(client, compacted, lease)).isEqualTo(saved);
            Chapter.get(client.getKVClient().put(bytes("after"), bytes("x")));
        }
    }
}
