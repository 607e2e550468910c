package io.kubejar.etcd.jetcd;

import io.etcd.jetcd.common.exception.ErrorCode;
import io.etcd.jetcd.common.exception.EtcdException;
import io.etcd.jetcd.common.exception.EtcdExceptionFactory;
import io.kubejar.etcd.mvcc.EtcdError;
import io.kubejar.etcd.mvcc.EtcdRefusal;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Turns what the engine does into what jetcd's callers expect. */
final class Answers {
    private Answers() {}

    /** A complete future: with the answer, or with the exception that jetcd has for the refusal. */
    static <T> CompletableFuture<T> of(Supplier<T> call) {
        try {
            return CompletableFuture.completedFuture(call.get());
        } catch (EtcdRefusal e) {
            return refused(e);
        }
    }

    /** A future that is complete with the exception that jetcd has for the refusal. */
    static <T> CompletableFuture<T> refused(EtcdRefusal e) {
        return CompletableFuture.failedFuture(exception(e.error()));
    }

    /** For Lock and Election: a refusal by its words alone, as upstream, unless it is all over. */
    static EtcdException unknown(EtcdError error) {
        if (error == EtcdError.STOPPED) {
            return exception(error);
        }
        return EtcdExceptionFactory.newEtcdException(ErrorCode.UNKNOWN, error.text());
    }

    static EtcdException exception(EtcdError error) {
        ErrorCode code = switch (error.code()) {
            case INVALID_ARGUMENT -> ErrorCode.INVALID_ARGUMENT;
            case NOT_FOUND -> ErrorCode.NOT_FOUND;
            case FAILED_PRECONDITION -> ErrorCode.FAILED_PRECONDITION;
            case OUT_OF_RANGE -> ErrorCode.OUT_OF_RANGE;
            case RESOURCE_EXHAUSTED -> ErrorCode.RESOURCE_EXHAUSTED;
            case UNAVAILABLE -> ErrorCode.UNAVAILABLE;
            case DATA_LOSS -> ErrorCode.DATA_LOSS;
            case PERMISSION_DENIED -> ErrorCode.PERMISSION_DENIED;
            case UNAUTHENTICATED -> ErrorCode.UNAUTHENTICATED;
            case UNKNOWN -> ErrorCode.UNKNOWN;
        };
        return EtcdExceptionFactory.newEtcdException(code, error.text());
    }
}
