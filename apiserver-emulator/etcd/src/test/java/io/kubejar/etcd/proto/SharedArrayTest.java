package io.kubejar.etcd.proto;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SharedArrayTest {
    private static final byte[] TEXT = "some text of which a part is taken".getBytes(StandardCharsets.UTF_8);

    @Test
    @DisplayName("bytes that have an array of their own are shared")
    void wholeArraysAreShared() {
        ByteString whole = UnsafeByteOperations.unsafeWrap(TEXT);
        assertThat(SharedArray.of(whole)).isSameAs(TEXT);
        assertThat(FromProto.bytes(whole).array()).isSameAs(TEXT);
    }

    @Test
    @DisplayName("a part of an array and several pieces are copied")
    void theRestIsCopied() {
        ByteString part = UnsafeByteOperations.unsafeWrap(TEXT, 5, 4);
        ByteString pieces = UnsafeByteOperations.unsafeWrap(TEXT).concat(ByteString.copyFrom(new byte[1000]));
        for (ByteString one : new ByteString[] {part, pieces}) {
            assertThat(SharedArray.of(one)).isNull();
            assertThat(FromProto.bytes(one).array()).isEqualTo(one.toByteArray());
        }
        assertThat(FromProto.bytes(ByteString.EMPTY).length()).isZero();
    }
}
