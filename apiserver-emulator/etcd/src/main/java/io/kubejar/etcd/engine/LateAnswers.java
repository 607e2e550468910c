package io.kubejar.etcd.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The answers that are owed once their changes will survive. All that have gathered meanwhile wait for the disk together. */
final class LateAnswers {
    private record Late(long position, Runnable done, Answer<?> answer) {}

    private final Place place;
    private final LongConsumer sync;
    private final Object lock = new Object();
    private final Runnable answering = this::answer;
    private List<Late> waiting = new ArrayList<>(); // guarded by lock

    /**
     * Nothing is owed yet.
     *
     * @param place where the disk is waited for and answers are given
     * @param sync returns once everything up to a position survives and is published
     */
    LateAnswers(Place place, LongConsumer sync) {
        this.place = place;
        this.sync = sync;
    }

    /** Answers once everything up to the position will survive. */
    <R> void add(long position, R result, Answer<R> answer) {
        int count;
        synchronized (lock) {
            waiting.add(new Late(position, () -> answer.done(result), answer));
            count = waiting.size();
        }
        place.gather(count, answering);
    }

    private void answer() {
        List<Late> batch;
        synchronized (lock) {
            batch = waiting;
            waiting = new ArrayList<>();
        }
        try {
            sync.accept(batch.stream().mapToLong(Late::position).max().orElse(0));
        } catch (RuntimeException e) {
            batch.forEach(late -> failed(late, e));
            return;
        } catch (Error e) {
            batch.forEach(late -> failed(late, new IllegalStateException(e)));
            throw e;
        }
        batch.forEach(LateAnswers::done);
    }

    /** Whoever answers for others too goes on when one answer fails, and tells whom it was for if that can be. */
    private static void done(Late late) {
        try {
            late.done().run();
        } catch (RuntimeException | Error e) {
            log().error("a late answer failed", e);
            failed(late, e instanceof RuntimeException why ? why : new IllegalStateException(e));
        }
    }

    private static void failed(Late late, RuntimeException why) {
        try {
            late.answer().failed(why);
        } catch (RuntimeException | Error e) {
            log().error("whoever waits cannot be told of a failure", e);
        }
    }

    /** Not kept: logging takes longer to start than all of this, and is seldom needed. */
    private static Logger log() {
        return LoggerFactory.getLogger(LateAnswers.class);
    }
}
