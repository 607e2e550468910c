package io.kubejar.etcd.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.etcd.jetcd.common.exception.ErrorCode;
import io.etcd.jetcd.options.GetOption;
import org.junit.jupiter.api.Test;

abstract class CompactionChapter extends Chapter {
    private static final String COMPACTED = "etcdserver: mvcc: required revision has been compacted";

    private static GetOption at(long revision) {
        return GetOption.builder().withRevision(revision).build();
    }

    @Test
    void whatWasBeforeCannotBeReadAnyMoreWhatCameSinceCan() {
        long first = put("k", "1");
        long second = put("k", "2");
        put("gone", "x");
        delete("gone");
        long third = put("k", "3");
        assertThat(get(kv().compact(second)).getHeader().getRevision()).isEqualTo(third);
        assertRefused(kv().get(bytes("k"), at(first)), ErrorCode.OUT_OF_RANGE, COMPACTED);
        assertThat(values(read("k", at(second)))).containsExactly("2");
        assertThat(values(read("k", at(second + 1)))).containsExactly("2");
        assertThat(values(read("gone", at(second + 1)))).containsExactly("x");
        assertThat(values(read("k", GetOption.DEFAULT))).containsExactly("3");
        assertThat(only("k").getVersion()).isEqualTo(3);
        assertThat(only("k").getCreateRevision()).isEqualTo(first);
    }

    @Test
    void compactingTwiceOrInTheFutureIsRefused() {
        long revision = put("k", "1");
        get(kv().compact(revision));
        assertRefused(kv().compact(revision), ErrorCode.OUT_OF_RANGE, COMPACTED);
        assertRefused(kv().compact(revision - 1), ErrorCode.OUT_OF_RANGE, COMPACTED);
        assertRefused(
                kv().compact(revision + 1),
                ErrorCode.OUT_OF_RANGE,
                "etcdserver: mvcc: required revision is a future revision");
    }

    @Test
    void theStateAtTheCompactionRevisionStaysWhole() {
        for (int i = 0; i < 50; i++) {
            put("k" + i % 10, "" + i);
        }
        long revision = delete("k3");
        for (int i = 0; i < 50; i++) {
            put("k" + i % 10, "later");
        }
        GetOption.Builder then = GetOption.builder().withRevision(revision);
        java.util.List<String> before = values(all(then));
        get(kv().compact(revision));
        assertThat(values(all(then))).isEqualTo(before).hasSize(9);
    }
}
