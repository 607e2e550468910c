package io.kubejar.etcd.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.LeaseOption;
import io.kubejar.etcd.EtcdServer;
import io.kubejar.etcd.bolt.BoltWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file with every bucket and key that etcd 3.5 and 3.6 write. Source: etcd 3.6 storage/schema. */
class NewerLayoutTest {
    private static final long LEASE = 0x7abcL;

    @TempDir
    Path folder;

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static byte[] key(long main, long sub, boolean tombstone) {
        return new Buckets.RevisionKey(main, sub, tombstone).bytes();
    }

    private static byte[] put(String key, String value, long create, long mod, long version, long lease) {
        return io.etcd.jetcd.api.KeyValue.newBuilder()
                .setKey(ByteString.copyFromUtf8(key))
                .setValue(ByteString.copyFromUtf8(value))
                .setCreateRevision(create)
                .setModRevision(mod)
                .setVersion(version)
                .setLease(lease)
                .build()
                .toByteArray();
    }

    private static UnknownFieldSet.Field number(long value) {
        return UnknownFieldSet.Field.newBuilder().addVarint(value).build();
    }

    private Path file() throws IOException {
        Path file = folder.resolve("db");
        try (BoltWriter out = new BoltWriter(file)) {
            out.bucket("alarm", entries -> {});
            out.bucket("auth", entries -> {
                entries.put(bytes("authEnabled"), new byte[] {0});
                entries.put(bytes("authRevision"), Buckets.number(4));
            });
            out.bucket("authRoles", entries -> {});
            out.bucket("authUsers", entries -> {});
            out.bucket("cluster", entries -> {
                entries.put(bytes("clusterVersion"), bytes("3.6.0"));
                entries.put(bytes("downgrade"), bytes("{\"target-version\":\"\",\"enabled\":false}"));
            });
            out.bucket("key", entries -> {
                entries.put(key(2, 0, false), put("a", "1", 2, 2, 1, 0));
                entries.put(key(3, 0, false), put("a", "2", 2, 3, 2, 0));
                entries.put(key(3, 1, false), put("b", "1", 3, 3, 1, LEASE));
                entries.put(key(4, 0, true), put("a", "", 0, 0, 0, 0));
            });
            out.bucket(
                    "lease",
                    entries -> entries.put(
                            Buckets.number(LEASE),
                            UnknownFieldSet.newBuilder()
                                    .addField(1, number(LEASE))
                                    .addField(2, number(600))
                                    .addField(3, number(300)) // what is left of it at a checkpoint
                                    .build()
                                    .toByteArray()));
            out.bucket(
                    "members",
                    entries -> entries.put(
                            bytes("8e9e05c52164694d"),
                            bytes(
                                    "{\"id\":10276657743932975437,\"peerURLs\":[\"http://localhost:2380\"],\"name\":\"default\"}")));
            out.bucket("members_removed", entries -> entries.put(bytes("91bc3c398fb3c146"), bytes("removed")));
            out.bucket("meta", entries -> {
                entries.put(bytes("confState"), bytes("{\"voters\":[10276657743932975437],\"auto_leave\":false}"));
                entries.put(bytes("consistent_index"), Buckets.number(9));
                entries.put(bytes("finishedCompactRev"), key(2, 0, false));
                entries.put(bytes("scheduledCompactRev"), key(2, 0, false));
                entries.put(bytes("storageVersion"), bytes("3.6.0"));
                entries.put(bytes("term"), Buckets.number(2));
            });
            out.finish();
        }
        byte[] digest = Trailer.digest().digest(Files.readAllBytes(file));
        Files.write(file, digest, StandardOpenOption.APPEND);
        return file;
    }

    @Test
    @DisplayName("keys, history, compaction and leases are taken; what is about other members is not")
    void everyBucketIsReadOrPassedOver() throws Exception {
        try (EtcdServer etcd = EtcdServer.builder().restore(file()).start()) {
            assertThat(etcd.revision()).isEqualTo(4);
            GetOption all =
                    GetOption.builder().withRange(ByteSequence.from("z", UTF_8)).build();
            ByteSequence first = ByteSequence.from("a", UTF_8);
            assertThat(etcd.client().getKVClient().get(first, all).join().getKvs())
                    .extracting(kv -> kv.getKey() + "=" + kv.getValue())
                    .containsExactly("b=1");
            GetOption then = GetOption.builder().withRevision(3).build();
            KeyValue before =
                    etcd.client().getKVClient().get(first, then).join().getKvs().get(0);
            assertThat(before.getVersion()).isEqualTo(2);
            assertThat(etcd.client()
                            .getKVClient()
                            .get(first, GetOption.builder().withRevision(1).build()))
                    .isCompletedExceptionally();
            LeaseOption keys = LeaseOption.builder().withAttachedKeys().build();
            var lease = etcd.client().getLeaseClient().timeToLive(LEASE, keys).join();
            assertThat(lease.getGrantedTTL()).isEqualTo(600);
            assertThat(lease.getKeys()).containsExactly(ByteSequence.from("b", UTF_8));
            assertThat(etcd.client().getClusterClient().listMember().join().getMembers())
                    .hasSize(1);
        }
    }
}
