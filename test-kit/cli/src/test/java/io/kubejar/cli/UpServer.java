package io.kubejar.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Resources;
import io.kubejar.server.remote.HttpApiClient;
import io.kubejar.server.remote.KubeconfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A {@code kubejar up} in a process of its own, and somebody who keeps writing to it. */
final class UpServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int PROGRESS = 20;

    private final String name;
    private final Path folder;
    private final Process process;
    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger tried = new AtomicInteger();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private volatile ApiClient client;
    private volatile Future<?> writing = CompletableFuture.completedFuture(null);

    /** Starts it; see {@link #awaitReady}. */
    UpServer(Path parent, String name, List<String> arguments) throws IOException {
        this.name = name;
        this.folder = Files.createDirectory(parent.resolve(name));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.kubejar.cli.Main",
                "up",
                "--port=0",
                "--kubeconfig=kubeconfig",
                "--pod-start-delay=200ms"));
        command.addAll(arguments);
        process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    /** Waits until it serves. */
    UpServer awaitReady() {
        await().atMost(PATIENCE).until(() -> output().contains("Ctrl-C stops it.") || !process.isAlive());
        if (!process.isAlive()) {
            throw new AssertionError(name + " has ended: " + output());
        }
        client = new HttpApiClient(KubeconfigReader.read(folder.resolve("kubeconfig")), "test/1");
        return this;
    }

    /** Its administrator. */
    ApiClient client() {
        return client;
    }

    /** Begins to write ConfigMaps, one after another. */
    void load() {
        writing = writer.scheduleWithFixedDelay(this::write, 0, 20, TimeUnit.MILLISECONDS);
    }

    private void write() {
        String map = "load-" + name + "-" + tried.incrementAndGet();
        try {
            client.create(
                    ResourceRef.of(Resources.CONFIG_MAPS, "default"),
                    ApiObject.of(new Gvk("", "v1", "ConfigMap"), "default", map),
                    WriteOptions.NONE);
            acknowledged.add(map);
        } catch (StatusException e) {
            // refused or not answered: whether it is there is open, and nobody was promised it
        }
    }

    /** Waits until more has been written. */
    void awaitProgress() {
        int before = acknowledged.size();
        await(name + " takes writes again").atMost(PATIENCE).until(() -> acknowledged.size() >= before + PROGRESS);
    }

    /** What was acknowledged. */
    Set<String> acknowledged() {
        return acknowledged;
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** What it has printed. */
    String output() {
        try {
            return Files.readString(folder.resolve("output"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Ends the writing. */
    void stopLoad() {
        assertThat(acknowledged.isEmpty() || !writing.isDone())
                .as("the writing to " + name + " goes on")
                .isTrue();
        writer.shutdown();
        try {
            if (!writer.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("a write to " + name + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        writer.shutdownNow();
        kill();
    }
}
