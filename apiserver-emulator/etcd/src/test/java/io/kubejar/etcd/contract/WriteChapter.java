package io.kubejar.etcd.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.common.exception.ErrorCode;
import io.etcd.jetcd.kv.DeleteResponse;
import io.etcd.jetcd.kv.PutResponse;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.PutOption;
import org.junit.jupiter.api.Test;

abstract class WriteChapter extends Chapter {
    private static final PutOption WITH_PREVIOUS =
            PutOption.builder().withPrevKV().build();

    @Test
    void everyPutMakesOneRevision() {
        long first = put("k", "1");
        assertThat(put("k", "1")).isEqualTo(first + 1);
        assertThat(put("other", "1")).isEqualTo(first + 2);
        assertThat(revision()).isEqualTo(first + 2);
    }

    @Test
    void aPutTellsWhatWasThereWhenAsked() {
        PutResponse created = get(kv().put(bytes("k"), bytes("1"), WITH_PREVIOUS));
        assertThat(created.hasPrevKv()).isFalse();
        PutResponse replaced = get(kv().put(bytes("k"), bytes("2"), WITH_PREVIOUS));
        assertThat(replaced.hasPrevKv()).isTrue();
        assertThat(replaced.getPrevKv().getValue()).isEqualTo(bytes("1"));
        assertThat(replaced.getPrevKv().getVersion()).isEqualTo(1);
        assertThat(putResponse("k", "3").hasPrevKv()).isFalse();
    }

    @Test
    void deletingNothingMakesNoRevision() {
        long before = put("k", "1");
        DeleteResponse nothing = get(kv().delete(bytes("missing")));
        assertThat(nothing.getDeleted()).isZero();
        assertThat(nothing.getHeader().getRevision()).isEqualTo(before);
        assertThat(put("k", "2")).isEqualTo(before + 1);
    }

    @Test
    void aRangeIsDeletedInOneRevision() {
        put("a/1", "1");
        put("a/2", "2");
        long before = put("b", "3");
        DeleteResponse response = get(kv().delete(
                        bytes("a/"),
                        DeleteOption.builder().isPrefix(true).withPrevKV(true).build()));
        assertThat(response.getDeleted()).isEqualTo(2);
        assertThat(response.getHeader().getRevision()).isEqualTo(before + 1);
        assertThat(response.getPrevKvs())
                .extracting(kv -> kv.getKey().toString(UTF_8) + kv.getValue().toString(UTF_8))
                .containsExactly("a/11", "a/22");
        assertThat(allKeys()).containsExactly("b");
    }

    @Test
    void anEmptyValueIsAValue() {
        put("k", "");
        assertThat(only("k").getValue()).isEqualTo(ByteSequence.EMPTY);
    }

    @Test
    void noKeyIsRefused() {
        assertRefused(kv().put(bytes(""), bytes("x")), ErrorCode.INVALID_ARGUMENT, "etcdserver: key is not provided");
        assertRefused(kv().delete(bytes("")), ErrorCode.INVALID_ARGUMENT, "etcdserver: key is not provided");
    }

    @Test
    void anUnknownLeaseIsRefused() {
        long before = revision();
        assertRefused(
                kv().put(
                                bytes("k"),
                                bytes("x"),
                                PutOption.builder().withLeaseId(4711).build()),
                ErrorCode.NOT_FOUND,
                "etcdserver: requested lease not found");
        assertThat(revision()).isEqualTo(before);
    }

    @Test
    void tooLargeAValueIsRefused() {
        ByteSequence most = ByteSequence.from(new byte[1572864 - 1000]);
        get(kv().put(bytes("k"), most));
        ByteSequence tooMuch = ByteSequence.from(new byte[1572864 + 1]);
        assertRefused(kv().put(bytes("k"), tooMuch), ErrorCode.INVALID_ARGUMENT, "etcdserver: request is too large");
    }
}
