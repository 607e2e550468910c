package io.kubejar.etcd.engine;

import org.jspecify.annotations.Nullable;

/**
 * Where the outcome of a change goes that nobody waits for. One of the two is called, once; neither should throw, nor wait. Of
 * a change that waits for a disk, what is thrown while it is called done is told as a failure.
 */
public interface Answer<R> {
    /**
     * Where the disk may be waited for while it is quick, and the answer given: on the caller's thread, once the caller has
     * done what it is at. Null when that thread is not to be kept. Asked at most once, on that thread.
     */
    default @Nullable Place near() {
        return null;
    }

    /** It was done and will survive. */
    void done(R result);

    /** It was refused, an {@link io.kubejar.etcd.mvcc.EtcdRefusal}, or something is broken. */
    void failed(RuntimeException why);
}
