package io.kubejar.cli;

import io.kubejar.core.loop.JvmStop;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** SIGTERM and SIGINT. */
final class ProcessStopSignal implements StopSignal {
    private final IntConsumer exit;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable AutoCloseable running;

    /** Ends the program with the given way out, which must not run shutdown hooks. */
    ProcessStopSignal(IntConsumer exit) {
        this.exit = exit;
    }

    @Override
    public void arm() {
        JvmStop.then("kubejar-stop", this::stop);
    }

    @Override
    public void await(AutoCloseable cluster) {
        running = cluster;
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stop() {
        AutoCloseable cluster = running;
        int code = 0;
        try {
            if (cluster != null) {
                cluster.close();
            }
        } catch (Exception e) {
            System.err.println("kubejar: it did not stop cleanly: " + e);
            code = 1;
        }
        exit.accept(code);
    }
}
