package io.kubejar.etcd.grpc;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.kubejar.etcd.election.Later;
import io.kubejar.etcd.mvcc.EtcdError;
import io.kubejar.etcd.mvcc.EtcdRefusal;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers calls. Every error has a description: jetcd's watch dies of one without. */
final class Calls {
    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

    /** What a call comes to that is open when the server stops. */
    static final Status STOPPED = Status.UNAVAILABLE.withDescription(EtcdError.STOPPED.text());

    private Calls() {}

    static <T> void answer(StreamObserver<T> observer, Supplier<T> call) {
        T answer;
        try {
            answer = call.get();
        } catch (RuntimeException e) {
            observer.onError(error(e));
            return;
        }
        try {
            observer.onNext(answer);
            observer.onCompleted();
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() != Status.Code.CANCELLED) { // else the client no longer waits for it
                throw e;
            }
        }
    }

    /**
     * Answers once the future is complete, and cancels it when the caller goes away. For Lock and Election: whatever they
     * refuse has no code of its own, as upstream.
     */
    static <T> void answerLater(StreamObserver<T> observer, Supplier<CompletableFuture<T>> call) {
        CompletableFuture<T> future = call.get();
        ((ServerCallStreamObserver<T>) observer).setOnCancelHandler(() -> future.cancel(false));
        Later.tell(future, (answer, failure) -> {
            if (failure == null) {
                observer.onNext(answer);
                observer.onCompleted();
            } else if (!future.isCancelled()) {
                observer.onError(unknown(failure));
            }
        });
    }

    /** A refusal by its words alone, unless it is all over. */
    static StatusRuntimeException unknown(Throwable failure) {
        if (failure instanceof EtcdRefusal refusal) {
            if (refusal.error() == EtcdError.STOPPED) {
                return STOPPED.asRuntimeException();
            }
            return Status.UNKNOWN.withDescription(refusal.error().text()).asRuntimeException();
        }
        LOG.error("a call failed", failure);
        return Status.INTERNAL.withDescription(failure.toString()).asRuntimeException();
    }

    static StatusRuntimeException error(RuntimeException e) {
        if (e instanceof EtcdRefusal refusal) {
            return error(refusal.error());
        }
        LOG.error("a call failed", e);
        return Status.INTERNAL.withDescription(e.toString()).asRuntimeException();
    }

    static StatusRuntimeException error(EtcdError error) {
        Status status = switch (error.code()) {
            case INVALID_ARGUMENT -> Status.INVALID_ARGUMENT;
            case NOT_FOUND -> Status.NOT_FOUND;
            case FAILED_PRECONDITION -> Status.FAILED_PRECONDITION;
            case OUT_OF_RANGE -> Status.OUT_OF_RANGE;
            case RESOURCE_EXHAUSTED -> Status.RESOURCE_EXHAUSTED;
            case UNAVAILABLE -> Status.UNAVAILABLE;
            case DATA_LOSS -> Status.DATA_LOSS;
            case PERMISSION_DENIED -> Status.PERMISSION_DENIED;
            case UNAUTHENTICATED -> Status.UNAUTHENTICATED;
            case UNKNOWN -> Status.UNKNOWN;
        };
        return status.withDescription(error.text()).asRuntimeException();
    }
}
