package io.kubejar.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The entry point. */
public final class Main {
    private Main() {}

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        end(commands(new KubeClusters(), new ProcessStopSignal(Main::end), Main::sinceProcessStart, out, err)
                .run(arguments));
    }

    /** All commands. */
    static Commands commands(
            Clusters clusters, StopSignal stop, Supplier<Duration> sinceStart, PrintWriter out, PrintWriter err) {
        List<Command> visible = new ArrayList<>(List.of(
                new UpCommand(clusters, stop, sinceStart),
                new DemoCommand(clusters),
                new SnapshotCommand(),
                new EtcdCommand(stop, sinceStart),
                new EtcdRestoreCommand(),
                new VersionCommand()));
        visible.addAll(1, RemoteCommands.all());
        return new Commands(visible, List.of(new WarmUpCommand(clusters)), out, err);
    }

    /** Ends the JVM without shutdown hooks: the one there is would make every exit code a 0. */
    private static void end(int code) {
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(code);
    }

    private static Duration sinceProcessStart() {
        Instant now = Instant.now();
        return Duration.between(ProcessHandle.current().info().startInstant().orElse(now), now);
    }
}
