package io.kubejar.cluster.fault;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.kubejar.etcd.EtcdServer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * What befalls the etcd itself; {@link StoreFaults} has what befalls the way there.
 *
 * @param etcd the one behind it
 * @param embedded the same when it is kubejar's own, null when it is a real one
 */
record EtcdFaults(Client etcd, @Nullable EtcdServer embedded) {
    /** Forgets everything up to now. */
    void compact() {
        try {
            ByteSequence any = ByteSequence.from("/", StandardCharsets.UTF_8);
            long now = etcd.getKVClient().get(any).join().getHeader().getRevision();
            etcd.getKVClient().compact(now).join();
        } catch (CompletionException e) {
            throw new IllegalStateException("the store cannot be compacted: " + e.getMessage(), e);
        }
    }

    /** Has no room left; gives what takes that back. */
    Runnable outOfSpace() {
        EtcdServer own = embedded;
        if (own == null) {
            throw new IllegalStateException(
                    "a real etcd is not kubejar's own to fill; start it with a small --quota-backend-bytes");
        }
        own.outOfSpace(true);
        return () -> own.outOfSpace(false);
    }
}
