package io.kubejar.etcd.engine;

/**
 * Where the outcome of a change goes that nobody waits for. One of the two is called, once; neither should throw, nor wait. Of
 * a change that waits for a disk, what is thrown while it is called done is told as a failure.
 */
public interface Answer<R> {
    /** It was done and will survive. */
    void done(R result);

    /** It was refused, an {@link io.kubejar.etcd.mvcc.EtcdRefusal}, or something is broken. */
    void failed(RuntimeException why);
}
