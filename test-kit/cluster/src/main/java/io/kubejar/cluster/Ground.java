package io.kubejar.cluster;

import io.kubejar.cluster.fault.StoreFaults;
import io.kubejar.core.chance.Chance;
import io.kubejar.core.loop.LiveLoops;
import io.kubejar.core.loop.Loops;
import io.kubejar.core.loop.SimulatedLoops;
import io.kubejar.core.loop.Turns;
import io.kubejar.core.loop.VirtualLoops;
import io.kubejar.core.time.SystemClock;
import io.kubejar.etcd.EtcdServer;
import io.kubejar.server.pki.Pki;
import io.kubejar.server.storage.Etcd;
import io.kubejar.server.storage.KeysInEtcd;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What a cluster stands on: where its work runs and by which clock, its chance, its keys, its store and its history. */
record Ground(
        ClusterOptions options,
        Loops loops,
        Chance chance,
        Pki pki,
        EtcdStore etcd,
        StoreFaults storeFaults,
        Recorders recorders)
        implements AutoCloseable {
    private static final String THREADS = "kubejar";
    /** Where the keys are in a data directory. */
    private static final String KEYS = "pki";
    /** The revision before the first one of a store, as far as its chance is concerned. */
    private static final long NOTHING_YET = -1;

    /** An odd number with its bits well mixed, so that seeds near each other lie far from each other. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;
    /** When the clock of a seeded cluster begins unless it is told otherwise. */
    private static final Instant SEEDED_START = Instant.parse("2026-01-01T00:00:00Z");

    /** A new one; nothing is left open when it cannot be made. */
    static Ground fresh(ClusterOptions options, BiConsumer<String, Throwable> onFault) {
        ClusterNotes notes =
                options.restored() == null ? null : options.restored().notes();
        long from = notes == null ? NOTHING_YET : notes.revision();
        Chance chance = options.mode() == Mode.SEEDED ? Chance.seeded(mixed(options.seed(), from)) : Chance.secure();
        Loops loops = loops(options.mode(), start(options), chance, null, onFault, null);
        try {
            boolean shared = notes == null
                    && keyFiles(options) == null
                    && !options.etcdEndpoints().isEmpty();
            Pki own = notes != null
                    ? Pki.of(notes.keys(), loops.clock(), chance, names(options))
                    : shared ? null : pki(options, loops, chance);
            EtcdStore etcd = EtcdStore.open(options, loops, chance);
            Pki pki = keptKeys(options, own, etcd, loops, chance);
            Recorders recorders = Recorders.fresh(loops.clock()::now, options.recording());
            return new Ground(options, loops, chance, pki, etcd, new StoreFaults(etcd.client()), recorders);
        } catch (RuntimeException e) {
            loops.close();
            throw e;
        }
    }

    private static Pki pki(ClusterOptions options, Loops loops, Chance chance) {
        Path files = keyFiles(options);
        return files == null
                ? Pki.create(loops.clock(), chance, names(options))
                : Pki.load(files, loops.clock(), chance, names(options));
    }

    private static List<String> names(ClusterOptions options) {
        return options.listening().certificateNames();
    }

    private static @Nullable Path keyFiles(ClusterOptions options) {
        Path dir = options.dataDir();
        return options.certDir() != null ? options.certDir() : dir == null ? null : dir.resolve(KEYS);
    }

    /** The keys that are known already, kept beside the store if they are those of a snapshot; null for those in the store. */
    private static Pki keptKeys(
            ClusterOptions options, @Nullable Pki known, EtcdStore etcd, Loops loops, Chance chance) {
        try {
            if (known == null) {
                return Pki.shared(new KeysInEtcd(new Etcd(etcd.client())), loops.clock(), chance, names(options));
            }
            Path dir = options.dataDir();
            if (dir != null && options.restored() != null && !options.restored().isForeign()) {
                known.keepIn(dir.resolve(KEYS));
            }
            return known;
        } catch (RuntimeException e) {
            etcd.close();
            throw e;
        }
    }

    /**
     * A copy that goes its own way: the same store, instant, keys and history.
     *
     * @param mode by which clock and on whose threads the copy lives
     * @param forked the copy's chance
     * @param turns whose turn it is in a seeded copy; null to leave that to its chance
     */
    Ground fork(Mode mode, Chance forked, @Nullable Turns turns, BiConsumer<String, Throwable> onFault) {
        EtcdServer embedded = etcd.embedded();
        if (embedded == null) {
            throw new IllegalStateException(
                    "a cluster on a real etcd cannot be forked: its store is not kubejar's own");
        }
        Loops fresh = loops(mode, loops.clock().now(), forked, turns, onFault, loops);
        EtcdServer copy = embedded.fork(fresh, forked);
        return new Ground(
                options.forFork(mode),
                fresh,
                forked,
                pki,
                new EtcdStore(copy.client(), copy, null),
                new StoreFaults(copy.client()),
                recorders.fork(fresh.clock()::now));
    }

    /** Every write and what caused it. */
    Timeline timeline() {
        return recorders.timeline();
    }

    /**
     * Chance for a copy made now. It is another one than that of a cluster which began with the same seed: what is made in
     * the copy must not get the ids of what is there already.
     */
    Chance chance(long seed) {
        EtcdServer embedded = etcd.embedded();
        return Chance.seeded(mixed(seed, embedded == null ? 0 : embedded.revision()));
    }

    private static long mixed(long seed, long revision) {
        return seed + SPREAD * (revision + 1);
    }

    private static Instant start(ClusterOptions options) {
        if (options.startTime() != null) {
            return options.startTime();
        }
        if (options.restored() != null && options.restored().notes() != null) {
            return options.restored().notes().time();
        }
        return options.mode() == Mode.SEEDED ? SEEDED_START : SystemClock.INSTANCE.now();
    }

    private static Loops loops(
            Mode mode,
            Instant start,
            Chance chance,
            @Nullable Turns turns,
            BiConsumer<String, Throwable> onFault,
            @Nullable Loops parent) {
        return switch (mode) {
            case LIVE -> new LiveLoops(THREADS, SystemClock.INSTANCE, onFault, parent);
            case VIRTUAL -> new VirtualLoops(THREADS, start, onFault, parent);
            case SEEDED -> new SimulatedLoops(start, turns == null ? Turns.by(chance.fork()) : turns, onFault);
        };
    }

    @Override
    public void close() {
        loops.close();
        etcd.close();
    }
}
