package io.kubejar.etcd.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.LeaseOption;
import io.etcd.jetcd.options.PutOption;
import io.kubejar.core.object.Json;
import io.kubejar.etcd.EtcdServer;
import io.kubejar.testing.Interop;
import io.kubejar.testing.Program;
import java.io.IOException;
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
        return Program.of(Interop.tool("etcdctl"), arguments);
    }

    private static Program snapshotTool(String... arguments) {
        return Program.of(Interop.snapshotTool(), "snapshot").with(arguments);
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

    /** Root, and a user who may read from a to b, with authentication on. */
    private static void addUsers(Program etcdctl) {
        etcdctl.with("put", "a1", "seen").run().orThrow();
        etcdctl.with("user", "add", "root:secret").run().orThrow();
        etcdctl.with("user", "grant-role", "root", "root").run().orThrow();
        etcdctl.with("user", "add", "reader:p\u00e4ssword").run().orThrow();
        etcdctl.with("role", "add", "readers").run().orThrow();
        etcdctl.with("role", "grant-permission", "readers", "read", "a", "b")
                .run()
                .orThrow();
        etcdctl.with("user", "grant-role", "reader", "readers").run().orThrow();
        etcdctl.with("auth", "enable").run().orThrow();
    }

    /** Logs in as those, and fails to as others. */
    private static void assertUsers(Program etcdctl) {
        Program reader = etcdctl.with("--user=reader:p\u00e4ssword");
        assertThat(reader.with("get", "a1").run().orThrow().out()).isEqualTo("a1\nseen\n");
        assertThat(reader.with("put", "a1", "x").run().err()).contains("permission denied");
        assertThat(reader.with("get", "c").run().err()).contains("permission denied");
        Program wrong = etcdctl.with("--user=reader:password", "get", "a1");
        assertThat(wrong.run().err()).contains("authentication failed, invalid user ID or password");
        Program root = etcdctl.with("--user=root:secret");
        assertThat(root.with("role", "get", "readers").run().orThrow().out()).contains("[a, b)");
        root.with("user", "add", "later:later").run().orThrow();
        assertThat(root.with("user", "list").run().orThrow().out()).isEqualTo("later\nreader\nroot\n");
    }

    @Test
    @DisplayName("users of a real etcd log in here with their passwords, also after a restart, and back there")
    void usersComeOverAndGoBack() throws Exception {
        Path theirs = folder.resolve("theirs");
        Path ours = folder.resolve("ours");
        Path data = folder.resolve("data");
        try (RealEtcd etcd = RealEtcd.start()) {
            Program etcdctl = etcdctl("--endpoints=" + etcd.url());
            addUsers(etcdctl);
            etcdctl.with("--user=root:secret", "snapshot", "save", theirs.toString())
                    .run()
                    .orThrow();
        }
        EtcdServer.builder().restore(theirs).dataDir(data).fsync(false).start().close();
        try (EtcdServer etcd =
                EtcdServer.builder().dataDir(data).fsync(false).grpcPort(0).start()) {
            assertUsers(etcdctl("--endpoints=127.0.0.1:" + etcd.grpcPort()));
            KV kv = etcd.client("later", "later").getKVClient();
            assertThatThrownBy(() -> Chapter.get(kv.get(bytes("a1")))).hasMessageContaining("permission denied");
            etcd.snapshot(ours);
        }
        try (RealEtcd etcd = restored(ours)) {
            Program root = etcdctl("--endpoints=" + etcd.url(), "--user=root:secret");
            root.with("user", "delete", "later").run().orThrow();
            assertUsers(etcdctl("--endpoints=" + etcd.url()));
        }
    }

    @Test
    @DisplayName("users that were made here log in at a real etcd with their passwords")
    void usersOfThisOneGoOver() throws Exception {
        Path ours = folder.resolve("ours");
        try (EtcdServer etcd = EtcdServer.builder().grpcPort(0).start()) {
            addUsers(etcdctl("--endpoints=127.0.0.1:" + etcd.grpcPort()));
            etcd.snapshot(ours);
        }
        try (RealEtcd etcd = restored(ours)) {
            assertUsers(etcdctl("--endpoints=" + etcd.url()));
        }
    }

    private static RealEtcd restored(Path file) throws IOException {
        return RealEtcd.start(data -> snapshotTool("restore", file.toString(), "--data-dir", data.toString())
                .run()
                .orThrow());
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
        var status = Json.parse(snapshotTool("status", file.toString(), "-w", "json")
                .run()
                .orThrow()
                .out());
        assertThat(status.get("revision").asLong()).isEqualTo(revision);
        assertThat(status.get("totalKey").asLong()).isGreaterThan(KEYS);
        try (RealEtcd etcd = restored(file);
                Client client = Client.builder().endpoints(etcd.url()).build()) {
            assertThat(everything(client, compacted, lease)).isEqualTo(saved);
            Chapter.get(client.getKVClient().put(bytes("after"), bytes("x")));
        }
    }
}
