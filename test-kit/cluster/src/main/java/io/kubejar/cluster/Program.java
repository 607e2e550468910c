package io.kubejar.cluster;

import io.kubejar.core.life.Life;
import io.kubejar.core.loop.Loops;
import org.jspecify.annotations.Nullable;

/** A program of the control plane as its process: started, killed, started anew. Thread-safe. */
final class Program implements AutoCloseable {
    /** What a program does from its start on. */
    @FunctionalInterface
    interface Work {
        /** Begins to work through the clients and loops of this life only, and returns; gives what ends it properly. */
        Runnable begin(Life life);
    }

    private final String name;
    private final Loops loops;
    private final Work work;
    private @Nullable Life life; // guarded by this
    private Runnable ending = () -> {}; // guarded by this

    /** One that does not run yet. */
    Program(String name, Loops loops, Work work) {
        this.name = name;
        this.loops = loops;
        this.work = work;
    }

    /** Starts it; without effect while it runs. */
    synchronized void start() {
        if (life == null) {
            Life begun = new Life(name, loops);
            life = begun;
            ending = work.begin(begun);
        }
    }

    /** Ends it as it stands, as {@code kill -9} does. */
    synchronized void kill() {
        Life ended = life;
        life = null;
        ending = () -> {};
        if (ended != null) {
            ended.end();
        }
    }

    /** Lets it end properly; without effect when it does not run. */
    @Override
    public synchronized void close() {
        ending.run();
        kill();
    }
}
