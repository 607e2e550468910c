package io.kubejar.etcd.engine;

import io.kubejar.etcd.count.Count;
import io.kubejar.etcd.count.Counts;
import io.kubejar.etcd.mvcc.Bytes;
import io.kubejar.etcd.mvcc.Event;
import io.kubejar.etcd.mvcc.State;
import io.kubejar.etcd.watch.Backlog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings events to watchers. All work is a queue of tasks that one thread at a time drains: whoever put something in,
 * unless another thread is at it already. So listeners are called one at a time and see revisions in order, without a
 * lock held.
 *
 * <p>A watcher is either up to date and gets each commit's events as they come, or behind and reads the store's log from
 * its own place, a slice per task, until it has caught up.
 */
final class WatchHub {
    private static final int REVISIONS_PER_SLICE = 1000; // as upstream's batches

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger drains = new AtomicInteger();
    private final AtomicInteger registered = new AtomicInteger();

    private final Counts counts;

    // Below: only for the thread that drains.
    private final Map<Bytes, List<Watcher>> ofKeys = new HashMap<>();
    private final RangeWatchers ofRanges = new RangeWatchers();
    private State state = State.empty();

    WatchHub(Counts counts) {
        this.counts = counts;
    }

    /** Puts a task in without running it; whoever calls {@link #drain} next does. */
    void add(Runnable task) {
        tasks.add(task);
    }

    /** Puts a task in and sees that it runs. */
    void execute(Runnable task) {
        tasks.add(task);
        drain();
    }

    /** How many there are; any thread may ask. */
    int watchers() {
        return registered.get();
    }

    /** Runs what is queued, unless another thread or a caller further up is at it; that one then runs it. */
    void drain() {
        if (drains.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        while (seen != 0) {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                run(task);
            }
            seen = drains.addAndGet(-seen);
        }
    }

    /** Whoever drains works for others too: what fails is no concern of theirs, and must not stop the queue. */
    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            log().error("a task between deliveries to watchers failed", e);
        }
    }

    /** Takes a watcher on. Not before the commits up to the state have been added. */
    void register(Watcher watcher, State seen) {
        registered.incrementAndGet();
        counts.addInTurn(Count.SLOW_WATCHERS, 1); // until it has caught up
        state = seen; // while nobody watches, commits are not told to the hub
        if (watcher.request.range().isSingle()) {
            ofKeys.computeIfAbsent(watcher.request.range().start(), key -> new ArrayList<>())
                    .add(watcher);
        } else {
            ofRanges.add(watcher);
        }
        call(watcher, () -> watcher.listener.onCreated(seen.revision()));
        catchUp(watcher);
    }

    /** Tells everyone what a commit did. */
    void deliver(State committed, List<Event> events) {
        state = committed;
        if (events.isEmpty()) {
            return; // a compaction
        }
        if (events.size() == 1) {
            Bytes key = events.get(0).kv().key();
            offer(ofKeys.getOrDefault(key, List.of()), events);
            ofRanges.of(key).forEach(watcher -> offer(watcher, events));
        } else {
            List.copyOf(ofKeys.values()).forEach(watchers -> offer(watchers, events));
            ofRanges.all().forEach(watcher -> offer(watcher, events));
        }
    }

    private void offer(List<Watcher> watchers, List<Event> events) {
        for (int i = 0; i < watchers.size(); i++) {
            Watcher watcher = watchers.get(i);
            offer(watcher, events);
            if (watcher.removed) {
                i--; // its listener failed
            }
        }
    }

    private void offer(Watcher watcher, List<Event> events) {
        if (watcher.behind || watcher.closed || state.revision() < watcher.next) {
            return;
        }
        List<Event> wanted = watcher.request.select(events);
        if (wanted.isEmpty()) {
            return;
        }
        if (watcher.listener.isReady()) {
            tell(watcher, wanted);
        } else {
            watcher.behind = true;
            counts.addInTurn(Count.SLOW_WATCHERS, 1);
            watcher.next = state.revision();
        }
    }

    private void tell(Watcher watcher, List<Event> events) {
        watcher.quiet = false;
        counts.addInTurn(Count.EVENTS, events.size());
        try {
            watcher.listener.onEvents(state.revision(), events);
        } catch (RuntimeException e) {
            fail(watcher, e);
        }
    }

    /** Gives a watcher that is behind the next slice of what it is owed. */
    void catchUp(Watcher watcher) {
        if (!watcher.behind || watcher.closed) {
            return;
        }
        if (watcher.next < state.compactRevision()) {
            end(watcher, WatchListener.End.COMPACTED, state.compactRevision());
        } else if (watcher.next > state.revision()) {
            watcher.behind = false;
            counts.addInTurn(Count.SLOW_WATCHERS, -1);
        } else if (watcher.listener.isReady()) {
            Backlog backlog = Backlog.read(state, watcher.request, watcher.next, REVISIONS_PER_SLICE);
            watcher.next = backlog.next();
            if (!backlog.events().isEmpty()) {
                tell(watcher, backlog.events());
            }
            add(() -> catchUp(watcher));
        }
    }

    /** Answers with the revision up to which the watchers have seen everything; not at all when one has not. */
    void progress(Collection<Watcher> watchers, LongConsumer answer) {
        if (!watchers.isEmpty() && watchers.stream().allMatch(this::isUpToDate)) {
            answer.accept(state.revision());
        }
    }

    private boolean isUpToDate(Watcher watcher) {
        return !watcher.behind
                && !watcher.closed
                && watcher.request.startRevision() <= state.revision()
                && watcher.listener.isReady();
    }

    /** Tells those who asked for it, and saw nothing since the last time, how far they are. */
    void progressAll() {
        for (Watcher watcher : all()) {
            if (watcher.request.progress()) {
                if (watcher.quiet && isUpToDate(watcher)) {
                    call(watcher, () -> watcher.listener.onProgress(state.revision()));
                }
                watcher.quiet = true;
            }
        }
    }

    void end(Watcher watcher, WatchListener.End end, long compactRevision) {
        if (watcher.removed) {
            return;
        }
        watcher.removed = true;
        watcher.closed = true;
        Bytes key = watcher.request.range().start();
        if (watcher.request.range().isSingle()) {
            ofKeys.computeIfPresent(key, (k, watchers) -> {
                watchers.remove(watcher);
                return watchers.isEmpty() ? null : watchers;
            });
        } else {
            ofRanges.remove(watcher);
        }
        registered.decrementAndGet();
        counts.addInTurn(Count.SLOW_WATCHERS, watcher.behind ? -1 : 0);
        watcher.onRemoved.run();
        call(watcher, () -> watcher.listener.onEnd(end, compactRevision, state.revision()));
    }

    void endAll() {
        all().forEach(watcher -> end(watcher, WatchListener.End.STOPPED, 0));
    }

    private List<Watcher> all() {
        List<Watcher> all = new ArrayList<>(ofRanges.all());
        ofKeys.values().forEach(all::addAll);
        return all;
    }

    /** A listener that throws loses its watch, and nobody else's. */
    private void call(Watcher watcher, Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            fail(watcher, e);
        }
    }

    private void fail(Watcher watcher, RuntimeException e) {
        log().error("the listener of the watch on {} failed; the watch ends", watcher.request.range(), e);
        end(watcher, WatchListener.End.STOPPED, 0);
    }

    /** Not kept: logging takes longer to start than all of this, and is seldom needed. */
    private static Logger log() {
        return LoggerFactory.getLogger(WatchHub.class);
    }
}
