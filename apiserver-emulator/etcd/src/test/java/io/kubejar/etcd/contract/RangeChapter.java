package io.kubejar.etcd.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.common.exception.ErrorCode;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.GetOption.SortOrder;
import io.etcd.jetcd.options.GetOption.SortTarget;
import org.junit.jupiter.api.Test;

abstract class RangeChapter extends Chapter {
    private static GetOption.Builder prefix() {
        return GetOption.builder().isPrefix(true);
    }

    private void putAll(String... keys) {
        for (String key : keys) {
            put(key, "v" + key);
        }
    }

    @Test
    void aMissingKeyGivesNothingAndTheRevision() {
        long revision = put("other", "x");
        GetResponse response = read("missing", GetOption.DEFAULT);
        assertThat(response.getKvs()).isEmpty();
        assertThat(response.getCount()).isZero();
        assertThat(response.isMore()).isFalse();
        assertThat(response.getHeader().getRevision()).isEqualTo(revision);
    }

    @Test
    void keysCarryTheirRevisionsAndVersion() {
        long created = put("k", "1");
        long modified = put("k", "2");
        KeyValue kv = only("k");
        assertThat(kv.getCreateRevision()).isEqualTo(created);
        assertThat(kv.getModRevision()).isEqualTo(modified);
        assertThat(kv.getVersion()).isEqualTo(2);
        assertThat(kv.getLease()).isZero();
        delete("k");
        long again = put("k", "3");
        assertThat(only("k").getCreateRevision()).isEqualTo(again);
        assertThat(only("k").getVersion()).isEqualTo(1);
    }

    @Test
    void rangesAreFromTheStartUpToButWithoutTheEnd() {
        putAll("a", "b", "b1", "c", "d");
        assertThat(keys(read("b", GetOption.builder().withRange(bytes("d")).build())))
                .containsExactly("b", "b1", "c");
        assertThat(keys(read("b", prefix().build()))).containsExactly("b", "b1");
        assertThat(keys(read("c", GetOption.builder().withRange(bytes("\0")).build())))
                .containsExactly("c", "d");
        assertThat(keys(read("\0", GetOption.builder().withRange(bytes("\0")).build())))
                .containsExactly("a", "b", "b1", "c", "d");
        assertThat(keys(all(GetOption.builder()))).containsExactly("a", "b", "b1", "c", "d");
        assertThat(keys(read("d", GetOption.builder().withRange(bytes("a")).build())))
                .isEmpty();
    }

    @Test
    void theLimitCutsButTheCountDoesNot() {
        putAll("a", "b", "c", "d");
        GetResponse two = all(GetOption.builder().withLimit(2));
        assertThat(keys(two)).containsExactly("a", "b");
        assertThat(two.isMore()).isTrue();
        assertThat(two.getCount()).isEqualTo(4);
        GetResponse four = all(GetOption.builder().withLimit(4));
        assertThat(four.isMore()).isFalse();
        assertThat(four.getCount()).isEqualTo(4);
        GetResponse rest = read(
                "b\0", GetOption.builder().withRange(bytes("\0")).withLimit(1).build());
        assertThat(keys(rest)).containsExactly("c");
        assertThat(rest.getCount()).isEqualTo(2);
        assertThat(rest.isMore()).isTrue();
    }

    @Test
    void countOnlyGivesNoKeys() {
        putAll("a", "b");
        long past = revision();
        delete("a");
        GetResponse now = all(GetOption.builder().withCountOnly(true));
        assertThat(now.getKvs()).isEmpty();
        assertThat(now.getCount()).isEqualTo(1);
        assertThat(all(GetOption.builder().withCountOnly(true).withRevision(past))
                        .getCount())
                .isEqualTo(2);
        assertThat(read("b", GetOption.builder().withCountOnly(true).build()).getCount())
                .isEqualTo(1);
    }

    @Test
    void keysOnlyLeavesOutTheValues() {
        putAll("a");
        assertThat(values(read("a", GetOption.builder().withKeysOnly(true).build())))
                .containsExactly("");
        assertThat(values(read("a", GetOption.DEFAULT))).containsExactly("va");
    }

    @Test
    void thePastCanBeRead() {
        long first = put("k", "1");
        long second = put("k", "2");
        long third = delete("k");
        long fourth = put("k", "4");
        assertThat(values(read("k", at(first)))).containsExactly("1");
        assertThat(values(read("k", at(second)))).containsExactly("2");
        assertThat(values(read("k", at(third)))).isEmpty();
        assertThat(values(read("k", at(fourth)))).containsExactly("4");
        assertThat(read("k", at(first)).getHeader().getRevision()).isEqualTo(fourth);
        assertThat(keys(all(GetOption.builder().withRevision(second)))).containsExactly("k");
        assertThat(keys(all(GetOption.builder().withRevision(third)))).isEmpty();
    }

    private static GetOption at(long revision) {
        return GetOption.builder().withRevision(revision).build();
    }

    @Test
    void theFutureCannotBeRead() {
        assertRefused(
                kv().get(bytes("k"), at(revision() + 1)),
                ErrorCode.OUT_OF_RANGE,
                "etcdserver: mvcc: required revision is a future revision");
    }

    @Test
    void keysAreSortedByWhatIsAskedFor() {
        put("c", "1");
        put("a", "2");
        put("b", "3");
        put("b", "0");
        put("a", "4");
        put("a", "5");
        assertThat(sorted(SortTarget.KEY, SortOrder.ASCEND)).containsExactly("a", "b", "c");
        assertThat(sorted(SortTarget.KEY, SortOrder.DESCEND)).containsExactly("c", "b", "a");
        assertThat(sorted(SortTarget.CREATE, SortOrder.ASCEND)).containsExactly("c", "a", "b");
        assertThat(sorted(SortTarget.MOD, SortOrder.DESCEND)).containsExactly("a", "b", "c");
        assertThat(sorted(SortTarget.VERSION, SortOrder.ASCEND)).containsExactly("c", "b", "a");
        assertThat(sorted(SortTarget.VALUE, SortOrder.ASCEND)).containsExactly("b", "c", "a");
        assertThat(sorted(SortTarget.VALUE, SortOrder.NONE)).containsExactly("b", "c", "a");
    }

    private java.util.List<String> sorted(SortTarget target, SortOrder order) {
        return keys(all(GetOption.builder().withSortField(target).withSortOrder(order)));
    }

    @Test
    void theLimitComesAfterSortingWhenAnOrderIsGivenAndBeforeItWhenNot() {
        put("a", "3");
        put("b", "2");
        put("c", "1");
        GetOption.Builder two =
                GetOption.builder().withSortField(SortTarget.VALUE).withLimit(1);
        GetResponse ordered = all(two.withSortOrder(SortOrder.ASCEND));
        assertThat(keys(ordered)).containsExactly("c");
        assertThat(ordered.isMore()).isTrue();
        GetResponse unordered = all(two.withSortOrder(SortOrder.NONE));
        assertThat(keys(unordered)).containsExactly("b");
    }

    @Test
    void revisionBoundsFilterWhatIsFoundButNotTheCount() {
        long first = put("a", "1");
        long second = put("b", "1");
        long third = put("a", "2");
        assertThat(keys(all(GetOption.builder().withMinModRevision(third)))).containsExactly("a");
        assertThat(keys(all(GetOption.builder().withMaxModRevision(second)))).containsExactly("b");
        assertThat(keys(all(GetOption.builder().withMinCreateRevision(second)))).containsExactly("b");
        GetResponse old = all(GetOption.builder().withMaxCreateRevision(first));
        assertThat(keys(old)).containsExactly("a");
        assertThat(old.getCount()).isEqualTo(2);
    }

    @Test
    void keysAndValuesMayHoldAnyBytes() {
        io.etcd.jetcd.ByteSequence key = io.etcd.jetcd.ByteSequence.from(new byte[] {(byte) 0xff, 0, (byte) 0x80});
        io.etcd.jetcd.ByteSequence value = io.etcd.jetcd.ByteSequence.from(new byte[] {0, (byte) 0xff});
        get(kv().put(key, value));
        putAll("a");
        assertThat(get(kv().get(key)).getKvs().get(0).getValue()).isEqualTo(value);
        assertThat(all(GetOption.builder()).getKvs().get(1).getKey()).isEqualTo(key);
        assertThat(get(kv().get(io.etcd.jetcd.ByteSequence.from(new byte[] {(byte) 0xff}), prefix().build()))
                        .getCount())
                .isEqualTo(1);
    }

    @Test
    void noKeyIsRefused() {
        assertRefused(
                kv().get(bytes(""), GetOption.DEFAULT), ErrorCode.INVALID_ARGUMENT, "etcdserver: key is not provided");
    }
}
