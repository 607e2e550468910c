package io.kubejar.etcd.election;

import io.etcd.jetcd.api.LeaderResponse;
import io.kubejar.etcd.mvcc.EtcdRefusal;
import org.jspecify.annotations.Nullable;

/** Is told of leaders, one call at a time, on the thread of whoever changed the store. It must not block. */
public interface LeaderListener {
    /** There is a new leader, or the leader says something new. */
    void onLeader(LeaderResponse response);

    /**
     * The last call of all; not when the listener itself ended it.
     *
     * @param why null when what comes next was compacted: observe anew
     */
    void onEnd(@Nullable EtcdRefusal why);

    /** False when it cannot take more for now; see {@link Observation#resume}. */
    default boolean isReady() {
        return true;
    }
}
