package io.kubejar.etcd.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.etcd.jetcd.common.exception.ErrorCode;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

abstract class TxnChapter extends Chapter {
    private static Cmp cmp(String key, Cmp.Op op, CmpTarget<?> target) {
        return new Cmp(bytes(key), op, target);
    }

    private static Op put(String key) {
        return Op.put(bytes(key), bytes("v"), PutOption.DEFAULT);
    }

    private static Op read(String key) {
        return Op.get(bytes(key), GetOption.DEFAULT);
    }

    private static Op drop(String key, String end) {
        return Op.delete(
                bytes(key), DeleteOption.builder().withRange(bytes(end)).build());
    }

    private boolean holds(Cmp... compares) {
        return get(kv().txn().If(compares).commit()).isSucceeded();
    }

    private CompletableFuture<TxnResponse> then(Op... ops) {
        return kv().txn().Then(ops).commit();
    }

    @Test
    void comparesSeeAllPropertiesOfAKey() {
        long created = put("k", "a");
        long modified = put("k", "b");
        assertThat(holds(cmp("k", Cmp.Op.EQUAL, CmpTarget.version(2)))).isTrue();
        assertThat(holds(cmp("k", Cmp.Op.GREATER, CmpTarget.version(1)))).isTrue();
        assertThat(holds(cmp("k", Cmp.Op.LESS, CmpTarget.version(2)))).isFalse();
        assertThat(holds(cmp("k", Cmp.Op.NOT_EQUAL, CmpTarget.version(2)))).isFalse();
        assertThat(holds(cmp("k", Cmp.Op.EQUAL, CmpTarget.createRevision(created))))
                .isTrue();
        assertThat(holds(cmp("k", Cmp.Op.EQUAL, CmpTarget.modRevision(modified))))
                .isTrue();
        assertThat(holds(cmp("k", Cmp.Op.LESS, CmpTarget.modRevision(modified))))
                .isFalse();
        assertThat(holds(cmp("k", Cmp.Op.EQUAL, CmpTarget.value(bytes("b"))))).isTrue();
        assertThat(holds(cmp("k", Cmp.Op.GREATER, CmpTarget.value(bytes("a"))))).isTrue();
        assertThat(holds(
                        cmp("k", Cmp.Op.EQUAL, CmpTarget.version(2)),
                        cmp("k", Cmp.Op.EQUAL, CmpTarget.value(bytes("a")))))
                .isFalse();
    }

    @Test
    void aMissingKeyHasNoVersionAndNoValue() {
        assertThat(holds(cmp("none", Cmp.Op.EQUAL, CmpTarget.version(0)))).isTrue();
        assertThat(holds(cmp("none", Cmp.Op.EQUAL, CmpTarget.modRevision(0)))).isTrue();
        assertThat(holds(cmp("none", Cmp.Op.EQUAL, CmpTarget.createRevision(0))))
                .isTrue();
        assertThat(holds(cmp("none", Cmp.Op.EQUAL, CmpTarget.value(bytes(""))))).isFalse();
        assertThat(holds(cmp("none", Cmp.Op.NOT_EQUAL, CmpTarget.value(bytes("x")))))
                .isFalse();
        assertThat(holds()).isTrue();
    }

    @Test
    void oneBranchRunsInOneRevision() {
        long before = put("k", "old");
        TxnResponse won = get(kv().txn()
                .If(cmp("k", Cmp.Op.EQUAL, CmpTarget.modRevision(before)))
                .Then(put("k"), put("l"), read("k"))
                .Else(put("never"))
                .commit());
        assertThat(won.isSucceeded()).isTrue();
        assertThat(won.getHeader().getRevision()).isEqualTo(before + 1);
        assertThat(won.getPutResponses()).hasSize(2);
        assertThat(values(won.getGetResponses().get(0))).containsExactly("v");
        assertThat(only("k").getModRevision()).isEqualTo(before + 1);
        assertThat(only("l").getModRevision()).isEqualTo(before + 1);
        TxnResponse lost = get(kv().txn()
                .If(cmp("k", Cmp.Op.EQUAL, CmpTarget.modRevision(before)))
                .Then(put("never"))
                .Else(read("k"))
                .commit());
        assertThat(lost.isSucceeded()).isFalse();
        assertThat(lost.getHeader().getRevision()).isEqualTo(before + 1);
        assertThat(lost.getGetResponses().get(0).getKvs().get(0).getModRevision())
                .isEqualTo(before + 1);
        assertThat(keys(read("never", GetOption.DEFAULT))).isEmpty();
    }

    @Test
    void operationsSeeWhatThoseBeforeThemDid() {
        put("a", "1");
        TxnResponse response = get(then(read("b"), put("b"), read("b"), drop("a", "b"), read("a"), put("c")));
        assertThat(response.getGetResponses()).extracting(r -> r.getCount()).containsExactly(0L, 1L, 0L);
        assertThat(response.getDeleteResponses().get(0).getDeleted()).isEqualTo(1);
        assertThat(allKeys()).containsExactly("b", "c");
    }

    @Test
    void aTransactionThatChangesNothingMakesNoRevision() {
        long before = put("k", "x");
        TxnResponse response = get(then(drop("nothing", "nothinh"), read("k")));
        assertThat(response.getHeader().getRevision()).isEqualTo(before);
        assertThat(revision()).isEqualTo(before);
    }

    @Test
    void nestedTransactionsCompareTheStateBeforeTheFirstChange() {
        long before = revision();
        TxnResponse response = get(then(
                put("outer"),
                Op.txn(
                        new Cmp[] {cmp("outer", Cmp.Op.EQUAL, CmpTarget.version(0))},
                        new Op[] {put("inner-then")},
                        new Op[] {put("inner-else")})));
        assertThat(response.getTxnResponses()).hasSize(1);
        assertThat(response.getTxnResponses().get(0).isSucceeded()).isTrue();
        assertThat(allKeys()).containsExactly("inner-then", "outer");
        assertThat(revision()).isEqualTo(before + 1);
    }

    @Test
    void puttingAKeyTwiceIsRefused() {
        String duplicate = "etcdserver: duplicate key given in txn request";
        assertRefused(then(put("k"), put("k")), ErrorCode.INVALID_ARGUMENT, duplicate);
        assertRefused(then(put("k"), drop("a", "z")), ErrorCode.INVALID_ARGUMENT, duplicate);
        assertRefused(
                then(put("k"), Op.txn(new Cmp[0], new Op[] {put("k")}, new Op[0])),
                ErrorCode.INVALID_ARGUMENT,
                duplicate);
        get(then(drop("a", "m"), drop("b", "z")));
        get(then(Op.txn(new Cmp[0], new Op[] {put("k")}, new Op[] {put("k")})));
    }

    @Test
    void tooManyOperationsAreRefused() {
        Op[] most = IntStream.range(0, 128).mapToObj(i -> put("k" + i)).toArray(Op[]::new);
        get(then(most));
        Op[] tooMany = IntStream.range(0, 129).mapToObj(i -> put("k" + i)).toArray(Op[]::new);
        assertRefused(then(tooMany), ErrorCode.INVALID_ARGUMENT, "etcdserver: too many operations in txn request");
    }

    @Test
    void whatIsRefusedChangesNothing() {
        long before = put("k", "x");
        Op leased = Op.put(
                bytes("l"), bytes("x"), PutOption.builder().withLeaseId(4711).build());
        assertRefused(then(put("k"), leased), ErrorCode.NOT_FOUND, "etcdserver: requested lease not found");
        Op future = Op.get(
                bytes("k"), GetOption.builder().withRevision(before + 100).build());
        assertRefused(
                then(put("k"), future),
                ErrorCode.OUT_OF_RANGE,
                "etcdserver: mvcc: required revision is a future revision");
        assertRefused(then(put("k"), put("")), ErrorCode.INVALID_ARGUMENT, "etcdserver: key is not provided");
        assertThat(revision()).isEqualTo(before);
    }
}
