package io.kubejar.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The entry point of the benchmarks. */
public final class Main {
    private static final List<Benchmark> ALL = List.of(
            new ColdStart(),
            new NextCluster(),
            new DeploymentOf100(),
            new PodCreates(),
            new WatchLatency(),
            new NamespaceCycle(),
            new Recording(),
            new EtcdPeers(),
            new EtcdInProcess(),
            new EtcdStore(),
            new MockServerPeer(),
            new Simulation());

    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private static final PrintStream ERR = new PrintStream(System.err, true, StandardCharsets.UTF_8);

    private Main() {}

    /** Runs the benchmarks that the arguments name, prints the table and ends the JVM. */
    public static void main(String[] arguments) {
        int code = run(arguments);
        OUT.flush();
        Runtime.getRuntime().halt(code); // a peer's library may have left threads
    }

    private static int run(String[] arguments) {
        List<Benchmark> chosen = new ArrayList<>();
        boolean quick = false;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--help", "-h" -> {
                    help();
                    return 0;
                }
                case "--quick" -> quick = true;
                case "--only" -> {
                    i++;
                    String name = i < arguments.length ? arguments[i] : "";
                    if (ALL.stream().noneMatch(one -> one.name().equals(name))) {
                        return refuse("--only needs one of "
                                + String.join(
                                        ", ", ALL.stream().map(Benchmark::name).toList()));
                    }
                    ALL.stream().filter(one -> one.name().equals(name)).forEach(chosen::add);
                }
                default -> {
                    return refuse("there is no argument " + arguments[i] + "; --help lists them");
                }
            }
        }
        return measure(chosen.isEmpty() ? ALL : chosen, quick);
    }

    private static int refuse(String why) {
        ERR.println("bench: " + why);
        return 2;
    }

    private static void help() {
        OUT.println("usage: ./dev bench [--only NAME]... [--quick]\n");
        OUT.println("  --only NAME   only this benchmark; may be given several times");
        OUT.println("  --quick       fewer repetitions: for a look, not for a record");
        OUT.println("\nbenchmarks:");
        ALL.forEach(one -> OUT.printf("  %-15s  %s%n", one.name(), one.summary()));
        OUT.println(
                "\nExit codes: 0 measured, 1 a benchmark failed, 2 wrong arguments. A missed budget is no failure.");
    }

    private static int measure(List<Benchmark> chosen, boolean quick) {
        Path scratch;
        try {
            scratch = Files.createTempDirectory("kubejar-bench");
        } catch (IOException e) {
            return refuse("there is no place for files: " + e.getMessage());
        }
        List<Row> rows = new ArrayList<>();
        int code = 0;
        String before = machine();
        for (Benchmark one : chosen) {
            ERR.println(one.name() + " ...");
            try {
                Path folder = Files.createDirectory(scratch.resolve(one.name()));
                rows.addAll(one.run(new Settings(quick, folder, line -> ERR.println("  " + line))));
            } catch (Exception e) {
                ERR.println(one.name() + " failed: " + e);
                rows.add(Row.absent(one.name(), "failed: " + e.getMessage()));
                code = 1;
            }
        }
        remove(scratch);
        OUT.println("before: " + before);
        OUT.println("after:  " + machine());
        OUT.println();
        new Table(rows).print(OUT);
        return code;
    }

    private static String machine() {
        return String.format(
                Locale.ROOT,
                "%d processors, load average %.2f, Java %s, %d MiB heap at most",
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                Runtime.version(),
                Runtime.getRuntime().maxMemory() >> 20);
    }

    private static void remove(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(one);
            }
        } catch (IOException | UncheckedIOException e) {
            ERR.println("bench: " + folder + " is left: " + e.getMessage());
        }
    }
}
