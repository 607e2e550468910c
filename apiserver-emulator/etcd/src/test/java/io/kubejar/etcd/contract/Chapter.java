package io.kubejar.etcd.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.common.exception.ErrorCode;
import io.etcd.jetcd.common.exception.EtcdException;
import io.etcd.jetcd.common.exception.EtcdExceptionFactory;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.kv.PutResponse;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.GetOption;
import io.kubejar.etcd.door.Door;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/** Part of the contract. Each test begins with an empty store, at whatever revision. */
abstract class Chapter {
    private static final long PATIENCE_SECONDS = 20;

    abstract Setup setup();

    KV kv() {
        return setup().client().getKVClient();
    }

    @AfterEach
    void emptyTheStore() {
        get(kv().delete(
                        bytes("\0"),
                        DeleteOption.builder().withRange(bytes("\0")).build()));
    }

    Door door() {
        return setup().door();
    }

    static ByteSequence bytes(String text) {
        return ByteSequence.from(text, UTF_8);
    }

    static <T> T get(CompletableFuture<T> future) {
        return future.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    static void assertRefused(CompletableFuture<?> future, ErrorCode code, String message) {
        Throwable thrown = catchThrowable(() -> future.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertThat(thrown).isNotNull();
        EtcdException refusal = EtcdExceptionFactory.toEtcdException(thrown.getCause());
        assertThat(refusal).hasMessage(message);
        assertThat(refusal.getErrorCode()).isEqualTo(code);
    }

    /** Everything in the store; jetcd sends an empty prefix as no key, which is refused. */
    GetResponse all(GetOption.Builder option) {
        return read("\0", option.withRange(bytes("\0")).build());
    }

    List<String> allKeys() {
        return keys(all(GetOption.builder()));
    }

    /** Gives the revision. */
    long put(String key, String value) {
        return get(kv().put(bytes(key), bytes(value))).getHeader().getRevision();
    }

    PutResponse putResponse(String key, String value) {
        return get(kv().put(bytes(key), bytes(value)));
    }

    /** Gives the revision. */
    long delete(String key) {
        return get(kv().delete(bytes(key))).getHeader().getRevision();
    }

    GetResponse read(String key, GetOption option) {
        return get(kv().get(bytes(key), option));
    }

    KeyValue only(String key) {
        List<KeyValue> kvs = read(key, GetOption.DEFAULT).getKvs();
        assertThat(kvs).hasSize(1);
        return kvs.get(0);
    }

    long revision() {
        return read("any", GetOption.DEFAULT).getHeader().getRevision();
    }

    static List<String> keys(GetResponse response) {
        return response.getKvs().stream().map(kv -> kv.getKey().toString(UTF_8)).toList();
    }

    static List<String> values(GetResponse response) {
        return response.getKvs().stream()
                .map(kv -> kv.getValue().toString(UTF_8))
                .toList();
    }
}
