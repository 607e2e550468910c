package io.kubejar.cluster.fault;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** What every request to an etcd goes through. */
@FunctionalInterface
interface Gate {
    /** Makes a request, at once or later, or fails it. */
    <T> CompletableFuture<T> pass(Supplier<CompletableFuture<T>> request);
}
