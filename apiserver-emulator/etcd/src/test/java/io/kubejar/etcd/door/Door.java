package io.kubejar.etcd.door;

import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.kubejar.etcd.model.Answer;
import java.time.Duration;
import java.util.Set;

/** An etcd, asked in etcd's own messages. Calls may come from several threads; what comes back is fit to be compared. */
public interface Door extends AutoCloseable {
    /** What only some doors can do. */
    enum Ability {
        /** Everything that the messages can say; jetcd's interfaces cannot say all of it. */
        ALL_FIELDS,
        /** Time stands still and is moved by hand. */
        CLOCK,
        /** A watch has delivered before the write returns. */
        AT_ONCE
    }

    Set<Ability> abilities();

    /** A range, put, deletion or transaction. */
    Answer call(RequestOp request);

    Answer compact(long revision);

    /**
     * Grants a lease.
     *
     * @param id 0 to have one chosen
     */
    Answer grant(long id, long ttl);

    Answer revoke(long id);

    /** An answer with a TTL of 0 says that there is no such lease. */
    Answer keepAlive(long id);

    /** With the keys. */
    Answer timeToLive(long id);

    WatchRecord watch(WatchCreateRequest request);

    /** Asks all open watches how far they are. */
    void requestProgress();

    /** Moves time. Only with {@link Ability#CLOCK}. */
    void advance(Duration duration);

    @Override
    void close();
}
