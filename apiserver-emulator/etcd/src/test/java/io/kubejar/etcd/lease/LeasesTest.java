package io.kubejar.etcd.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.etcd.mvcc.Bytes;
import io.kubejar.etcd.mvcc.DeleteOp;
import io.kubejar.etcd.mvcc.KeyRange;
import io.kubejar.etcd.mvcc.PutOp;
import io.kubejar.etcd.mvcc.State;
import io.kubejar.etcd.mvcc.TxnOp;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeasesTest {
    @Test
    void aKeyThatOneRevisionAttachesAndDeletesIsNotAttached() {
        Leases leases = Leases.none().grant(7, 10, Instant.EPOCH);
        TxnOp txn = new TxnOp(
                List.of(),
                List.of(
                        new PutOp(Bytes.of("k"), Bytes.EMPTY, 7, false, false, false),
                        new DeleteOp(KeyRange.ofRequest(Bytes.of("a"), Bytes.wrap(new byte[] {0})), false)),
                List.of());
        Leases after = leases.after(State.empty().apply(txn, lease -> true).events());
        assertThat(after.get(7)).isNotNull().extracting(Lease::keys).isEqualTo(List.of());
    }
}
