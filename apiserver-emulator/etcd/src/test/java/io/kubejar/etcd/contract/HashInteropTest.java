package io.kubejar.etcd.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.CompactOption;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.PutOption;
import io.kubejar.etcd.EtcdServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same history has the same hash in a real etcd. */
@Tag("interop")
class HashInteropTest {
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
}
