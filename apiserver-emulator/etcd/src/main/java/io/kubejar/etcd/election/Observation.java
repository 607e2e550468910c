package io.kubejar.etcd.election;

import io.kubejar.etcd.engine.WatchListener;
import io.kubejar.etcd.engine.Watcher;
import io.kubejar.etcd.mvcc.EtcdError;
import io.kubejar.etcd.mvcc.EtcdRefusal;
import io.kubejar.etcd.mvcc.Event;
import io.kubejar.etcd.mvcc.KeyRange;
import io.kubejar.etcd.mvcc.KeyValue;
import io.kubejar.etcd.mvcc.OpResult;
import io.kubejar.etcd.watch.WatchRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows an election: looks who leads, watches that key until it goes, and looks again. Everything but closing happens
 * between the store's deliveries, one step at a time. Source: etcd 3.6 concurrency.Election.observe.
 */
public final class Observation implements AutoCloseable {
    private final Line line;
    private final LeaderListener listener;
    private volatile @Nullable Watcher watcher;
    private volatile boolean ended;

    Observation(Line line, LeaderListener listener) {
        this.line = line;
        this.listener = listener;
    }

    void begin() {
        line.access().engine().betweenDeliveries(this::look);
    }

    private void look() {
        if (ended) {
            return;
        }
        try {
            OpResult.Range first = line.readFirst();
            KeyValue leader = Line.only(first);
            if (leader == null) {
                watch(new WatchRequest(line.keys(), first.revision(), false, true, false), new FirstPut());
            } else {
                follow(leader, first.revision());
            }
        } catch (EtcdRefusal e) {
            end(e);
        } catch (RuntimeException e) {
            log().error("the listener of the election on {} failed; it hears no more", line.prefix(), e);
            close();
        }
    }

    private void follow(KeyValue leader, long revision) {
        listener.onLeader(Elections.response(revision, leader));
        watch(WatchRequest.from(KeyRange.single(leader.key()), revision + 1), new LeaderWatch());
    }

    private void watch(WatchRequest request, WatchListener step) {
        stopWatching();
        Watcher started = line.access().watch(request, step);
        watcher = started;
        if (ended) {
            started.close();
        }
    }

    private void stopWatching() {
        Watcher last = watcher;
        if (last != null) {
            last.close();
        }
    }

    private void end(@Nullable EtcdRefusal why) {
        if (!ended) {
            ended = true;
            listener.onEnd(why);
        }
    }

    /** Says that the listener can take more again. */
    public void resume() {
        Watcher current = watcher;
        if (current != null) {
            current.resume();
        }
    }

    /** True once nothing more will come. */
    public boolean isEnded() {
        return ended;
    }

    @Override
    public void close() {
        ended = true;
        stopWatching();
    }

    /** What all steps have in common. */
    private abstract class Step implements WatchListener {
        private boolean done;

        @Override
        public void onEvents(long revision, List<Event> events) {
            for (Event event : events) {
                if (!done && !ended) {
                    done = isLast(revision, event);
                }
            }
        }

        /** Does what an event asks for; true when this step needs no more of them. */
        abstract boolean isLast(long revision, Event event);

        @Override
        public boolean isReady() {
            return listener.isReady();
        }

        @Override
        public void onEnd(End end, long compactRevision, long revision) {
            if (end == End.STOPPED) {
                end(EtcdError.STOPPED.refusal());
            } else if (end == End.COMPACTED) {
                end(null);
            }
        }

        private void end(@Nullable EtcdRefusal why) {
            if (!done) {
                Observation.this.end(why);
            }
        }
    }

    /** Until somebody leads. */
    private final class FirstPut extends Step {
        @Override
        boolean isLast(long revision, Event event) {
            follow(event.kv(), event.kv().modRevision());
            return true;
        }
    }

    /** As long as somebody leads. */
    private final class LeaderWatch extends Step {
        @Override
        boolean isLast(long revision, Event event) {
            if (event.isDelete()) {
                line.access().engine().betweenDeliveries(Observation.this::look);
                return true;
            }
            listener.onLeader(Elections.response(revision, event.kv()));
            return false;
        }
    }

    /** Not kept: logging takes longer to start than all of this, and is seldom needed. */
    private static Logger log() {
        return LoggerFactory.getLogger(Observation.class);
    }
}
