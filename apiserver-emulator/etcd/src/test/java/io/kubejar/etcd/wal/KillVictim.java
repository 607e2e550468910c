package io.kubejar.etcd.wal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kubejar.core.chance.Chance;
import io.kubejar.core.loop.LiveLoops;
import io.kubejar.core.loop.Loops;
import io.kubejar.core.time.SystemClock;
import io.kubejar.etcd.engine.Engine;
import io.kubejar.etcd.engine.WatchListener;
import io.kubejar.etcd.mvcc.Bytes;
import io.kubejar.etcd.mvcc.DeleteOp;
import io.kubejar.etcd.mvcc.Event;
import io.kubejar.etcd.mvcc.KeyRange;
import io.kubejar.etcd.mvcc.Op;
import io.kubejar.etcd.mvcc.PutOp;
import io.kubejar.etcd.watch.WatchRequest;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the killed JVM runs: writers, leases, a compactor and a watcher, for ever. It says what was acknowledged and what the
 * watcher saw, each in one line and in one write, so that the kill loses nothing that was said.
 */
final class KillVictim {
    static final int WRITERS = 4;
    static final long TTL = 600;
    private static final int KEYS = 50;
    private static final long SNAPSHOT_BYTES = 150_000; // so that many are made
    private static final Duration PROGRESS = Duration.ofMinutes(10);

    private final Engine engine;
    private final OutputStream said;
    private final String round;
    private final AtomicLong seen = new AtomicLong();

    private KillVictim(Engine engine, OutputStream said, String round) {
        this.engine = engine;
        this.said = said;
        this.round = round;
    }

    /** Arguments: the data directory, the file for what is said, the round, and from where the watcher goes on. */
    public static void main(String[] arguments) throws IOException {
        OutputStream said = new FileOutputStream(arguments[1], true);
        Loops loops = new LiveLoops("victim", SystemClock.INSTANCE, (loop, fault) -> {
            throw new IllegalStateException(loop, fault);
        });
        said.write("begun\n".getBytes(UTF_8));
        WriteAheadLog log = WriteAheadLog.open(
                new WriteAheadLog.Settings(Path.of(arguments[0]), true, SNAPSHOT_BYTES),
                loops.loop("snapshots"),
                loops.clock().now());
        Engine engine = new Engine(loops, Chance.secure(), PROGRESS, log.recovered(), log);
        KillVictim victim = new KillVictim(engine, said, arguments[2]);
        victim.watch(Long.parseLong(arguments[3]));
        for (int writer = 1; writer < WRITERS; writer++) {
            int number = writer;
            loops.loop("writer").execute(() -> victim.write(number));
        }
        loops.loop("leases").execute(victim::lease);
        victim.write(0);
    }

    private void say(String line) {
        try {
            said.write((line + "\n").getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void watch(long from) {
        KeyRange all = KeyRange.prefix(Bytes.EMPTY);
        engine.watch(new WatchRequest(all, from, false, false, false), new WatchListener() {
            @Override
            public void onEvents(long revision, List<Event> events) {
                for (Event event : events) {
                    say("event " + text(event));
                    seen.set(event.kv().modRevision());
                }
            }

            @Override
            public void onEnd(End end, long compactRevision, long revision) {
                say("ended " + end);
            }
        });
    }

    static String text(Event event) {
        return event.kv().modRevision() + " " + event.kv().key() + " "
                + (event.isDelete() ? "deleted" : event.kv().value()) + " "
                + event.kv().lease();
    }

    private void write(int writer) {
        for (int i = 0; ; i++) {
            Bytes key = Bytes.of("k-" + writer + "-" + i % KEYS);
            boolean delete = i % 10 == 9 && engine.store().state().get(key) != null;
            Bytes value = Bytes.of("v-" + round + "-" + writer + "-" + i + "-" + "x".repeat(i % 400));
            Op op = delete ? new DeleteOp(KeyRange.single(key), false) : PutOp.of(key, value);
            long revision = engine.apply(op).revision();
            say("done " + revision + " " + key + " " + (delete ? "deleted" : value) + " 0");
            if (writer == 0 && i % 100 == 99) {
                compact();
            }
        }
    }

    /** Not what the watcher still needs. */
    private void compact() {
        long at = seen.get() - 50;
        if (at > engine.store().state().compactRevision()) {
            engine.compact(at);
            say("compacted " + at);
        }
    }

    private void lease() {
        for (int i = 0; ; i++) {
            long lease = engine.grant(0, TTL).id();
            say("granted " + lease);
            Bytes key = Bytes.of("leased-" + lease);
            long revision = engine.apply(new PutOp(key, Bytes.of(round), lease, false, false, false))
                    .revision();
            say("done " + revision + " " + key + " " + round + " " + lease);
            if (i % 2 == 0) {
                say("revoking " + lease);
                engine.revoke(lease);
                say("revoked " + lease);
            }
        }
    }
}
