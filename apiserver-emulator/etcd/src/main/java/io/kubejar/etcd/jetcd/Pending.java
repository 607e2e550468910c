package io.kubejar.etcd.jetcd;

import io.kubejar.etcd.election.Later;
import io.kubejar.etcd.mvcc.EtcdError;
import io.kubejar.etcd.mvcc.EtcdRefusal;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The calls of a client that still wait. Closing it cancels them. */
final class Pending implements AutoCloseable {
    private final Set<CompletableFuture<?>> waiting = ConcurrentHashMap.newKeySet();

    /**
     * Gives the future that jetcd's callers expect; who cancels it cancels the call.
     *
     * @param answer makes jetcd's answer of the message
     * @param exception makes jetcd's exception of a refusal
     */
    <P, T> CompletableFuture<T> add(
            CompletableFuture<P> call, Function<P, T> answer, Function<EtcdError, Exception> exception) {
        CompletableFuture<T> future = new CompletableFuture<>();
        waiting.add(future);
        Later.tell(future, (done, failure) -> {
            waiting.remove(future);
            if (future.isCancelled()) {
                call.cancel(false);
            }
        });
        Later.tell(call, (message, failure) -> {
            if (failure == null) {
                future.complete(answer.apply(message));
            } else if (failure instanceof EtcdRefusal refusal) {
                future.completeExceptionally(exception.apply(refusal.error()));
            } else {
                future.completeExceptionally(failure);
            }
        });
        return future;
    }

    @Override
    public void close() {
        waiting.forEach(future -> future.cancel(false));
    }
}
