package io.kubejar.etcd.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.Maintenance;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.CompactOption;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.PutOption;
import io.kubejar.core.chance.Chance;
import io.kubejar.etcd.EtcdServer;
import io.kubejar.testing.Interop;
import io.kubejar.testing.Program;
import io.kubejar.testing.SeededTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same history has the same hash in a real etcd, after a restart and wherever it is restored. */
@Tag("interop")
class HashInteropTest {
    @TempDir
    Path folder;

    private static ByteSequence bytes(String text) {
        return ByteSequence.from(text, UTF_8);
    }

    /** Writes a history and gives the hashes on the way. */
    private static List<Integer> hashes(Client client, String endpoint) {
        List<Integer> hashes = new ArrayList<>();
        KV kv = client.getKVClient();
        CompactOption physically =
                CompactOption.builder().withCompactPhysical(true).build(); // else a real etcd is still at it
        Runnable look = () -> hashes.add(
                Chapter.get(client.getMaintenanceClient().hashKV(endpoint, 0)).getHash());
        look.run();
        for (int i = 0; i < 5; i++) {
            Chapter.get(kv.put(bytes("key" + i % 3), bytes("value" + i)));
        }
        look.run();
        long lease = Chapter.get(client.getLeaseClient().grant(1000)).getID();
        Chapter.get(kv.put(bytes("empty"), ByteSequence.EMPTY));
        Chapter.get(
                kv.delete(bytes("key"), DeleteOption.builder().isPrefix(true).build()));
        long revision =
                Chapter.get(kv.put(bytes("key1"), bytes("again"))).getHeader().getRevision();
        look.run();
        Chapter.get(kv.compact(revision - 1, physically));
        Chapter.get(kv.put(bytes("empty"), bytes("no longer")));
        look.run();
        Op put = Op.put(bytes("t1"), bytes("x"), PutOption.DEFAULT);
        Op putAlso = Op.put(bytes("t0"), bytes("x"), PutOption.DEFAULT);
        Op delete = Op.delete(bytes("key1"), DeleteOption.DEFAULT);
        Chapter.get(kv.txn().Then(put, putAlso, delete).commit());
        look.run();
        Chapter.get(client.getLeaseClient().revoke(lease));
        Chapter.get(kv.delete(
                bytes("\0"), DeleteOption.builder().withRange(bytes("\0")).build()));
        look.run();
        return hashes;
    }

    @Test
    void theHashIsTheSame() throws Exception {
        try (RealEtcd real = RealEtcd.start();
                Client client = Client.builder().endpoints(real.url()).build();
                EtcdServer etcd = EtcdServer.start()) {
            assertThat(hashes(etcd.client(), "any")).isEqualTo(hashes(client, real.url()));
        }
    }

    private static Op random(Chance chance, String key) {
        return chance.below(4) == 0
                ? Op.delete(bytes(key), DeleteOption.DEFAULT)
                : Op.put(bytes(key), bytes("x".repeat(chance.below(30))), PutOption.DEFAULT);
    }

    /** Several changes of different keys, also by a nested transaction and over a range. */
    private static Op[] several(Chance chance) {
        List<Op> ops = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (int left = 1 + chance.below(6); left > 0; left--) {
            String key = "key-" + chance.below(12);
            if (keys.add(key)) {
                Op op = random(chance, key);
                ops.add(chance.below(5) == 0 ? Op.txn(new Cmp[0], new Op[] {op}, new Op[0]) : op);
            }
        }
        if (chance.below(8) == 0) {
            ops.add(Op.delete(bytes("r"), DeleteOption.builder().isPrefix(true).build()));
            ops.add(Op.put(bytes("last"), bytes("x"), PutOption.DEFAULT));
        } else if (chance.below(4) == 0) {
            ops.add(Op.put(bytes("r-" + chance.below(3)), bytes("x"), PutOption.DEFAULT));
            ops.add(Op.put(bytes("r-" + (3 + chance.below(3))), bytes("x"), PutOption.DEFAULT));
        }
        return ops.toArray(Op[]::new);
    }

    /** A history with transactions that compactions thin out; gives the revision of the last one. */
    private static long write(Client client, Chance chance) {
        KV kv = client.getKVClient();
        CompactOption physically =
                CompactOption.builder().withCompactPhysical(true).build();
        long compacted = 1;
        for (int i = 0; i < 150; i++) {
            long revision = Chapter.get(kv.txn().Then(several(chance)).commit())
                    .getHeader()
                    .getRevision();
            long wanted = revision - chance.below(6);
            if (i % 40 == 39 && wanted > compacted) {
                compacted = wanted;
                Chapter.get(kv.compact(compacted, physically));
            }
        }
        return compacted;
    }

    /** The hashes of all revisions after the compaction; etcd 3.4 refuses the one of the compaction itself. */
    private static List<Integer> hashes(Client client, String endpoint, long compacted) {
        Maintenance maintenance = client.getMaintenanceClient();
        List<Integer> hashes = new ArrayList<>();
        hashes.add(Chapter.get(maintenance.hashKV(endpoint, 0)).getHash());
        long last =
                Chapter.get(client.getKVClient().get(bytes("x"))).getHeader().getRevision();
        for (long revision = compacted + 1; revision <= last; revision++) {
            hashes.add(Chapter.get(maintenance.hashKV(endpoint, revision)).getHash());
        }
        return hashes;
    }

    @SeededTest(seeds = 3)
    @DisplayName("at every revision after transactions that compactions thinned out, a restart and snapshots both ways")
    void theHashIsTheSameAtEveryRevision(long seed) throws Exception {
        Path data = folder.resolve("data");
        Path ours = folder.resolve("ours");
        Path theirs = folder.resolve("theirs");
        List<Integer> expected;
        long compacted;
        try (RealEtcd real = RealEtcd.start();
                Client client = Client.builder().endpoints(real.url()).build()) {
            compacted = write(client, Chance.seeded(seed));
            expected = hashes(client, real.url(), compacted);
            Program.of(Interop.tool("etcdctl"), "--endpoints=" + real.url(), "snapshot", "save", theirs.toString())
                    .run()
                    .orThrow();
        }
        EtcdServer.Builder kept = EtcdServer.builder().dataDir(data).fsync(false);
        try (EtcdServer etcd = kept.start()) {
            assertThat(write(etcd.client(), Chance.seeded(seed))).isEqualTo(compacted);
            assertThat(hashes(etcd.client(), "any", compacted)).isEqualTo(expected);
            etcd.snapshot(ours);
        }
        try (EtcdServer etcd = kept.start()) {
            assertThat(hashes(etcd.client(), "any", compacted)).isEqualTo(expected);
        }
        for (Path file : List.of(ours, theirs)) {
            Path copy = folder.resolve("copy of " + file.getFileName());
            EtcdServer.Builder restored = EtcdServer.builder().dataDir(copy).fsync(false);
            EtcdServer.builder()
                    .dataDir(copy)
                    .fsync(false)
                    .restore(file)
                    .start()
                    .close();
            try (EtcdServer etcd = restored.start()) { // from a snapshot of its own
                assertThat(hashes(etcd.client(), "any", compacted))
                        .as("%s", file)
                        .isEqualTo(expected);
            }
        }
        try (RealEtcd real = RealEtcd.start(restored -> Program.of(
                                Interop.snapshotTool(),
                                "snapshot",
                                "restore",
                                ours.toString(),
                                "--data-dir",
                                restored.toString())
                        .run()
                        .orThrow());
                Client client = Client.builder().endpoints(real.url()).build()) {
            assertThat(hashes(client, real.url(), compacted)).isEqualTo(expected);
        }
    }
}
