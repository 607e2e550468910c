package io.kubejar.etcd.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the system says of this process, which is the whole JVM. On Linux only, as Prometheus' library for Go has most of it
 * (process_collector_procfsenabled.go); elsewhere the figures are left out.
 */
final class ProcessFigures {
    private static final Path SELF = Path.of("/proc/self");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Pattern VIRTUAL = Pattern.compile("VmSize:\\s+(\\d+) kB");
    private static final Pattern OPEN_FILES = Pattern.compile("Max open files\\s+(\\d+)");
    private static final int KIB = 1024;

    private ProcessFigures() {}

    static void addTo(MetricsPage page) {
        ProcessHandle.Info info = ProcessHandle.current().info();
        info.totalCpuDuration()
                .ifPresent(time -> page.counter(
                        "process_cpu_seconds_total",
                        "Total user and system CPU time spent in seconds.",
                        time.toMillis() / 1000.0));
        info.startInstant()
                .ifPresent(start -> page.gauge(
                        "process_start_time_seconds",
                        "Start time of the process since unix epoch in seconds.",
                        start.toEpochMilli() / 1000.0));
        addFiles(page, SELF);
    }

    /** How many files the process may have open at once, if that can be known. */
    static OptionalLong maxFiles() {
        Matcher found = OPEN_FILES.matcher(read(SELF.resolve("limits")));
        return found.find() ? OptionalLong.of(Long.parseLong(found.group(1))) : OptionalLong.empty();
    }

    /** From a directory that looks like Linux' {@code /proc/self}, or nothing. */
    static void addFiles(MetricsPage page, Path directory) {
        String status = read(directory.resolve("status"));
        add(page, RESIDENT.matcher(status), KIB, "process_resident_memory_bytes", "Resident memory size in bytes.");
        add(page, VIRTUAL.matcher(status), KIB, "process_virtual_memory_bytes", "Virtual memory size in bytes.");
        String limits = read(directory.resolve("limits"));
        add(page, OPEN_FILES.matcher(limits), 1, "process_max_fds", "Maximum number of open file descriptors.");
        add(page, OPEN_FILES.matcher(limits), 1, "os_fd_limit", "The file descriptor limit.");
        try (Stream<Path> open = Files.list(directory.resolve("fd"))) {
            long number = open.count();
            page.gauge("process_open_fds", "Number of open file descriptors.", number)
                    .gauge("os_fd_used", "The number of used file descriptors.", number);
        } catch (IOException e) {
            return; // there is no such directory on this system
        }
    }

    private static void add(MetricsPage page, Matcher found, int unit, String name, String help) {
        if (found.find()) {
            page.gauge(name, help, (double) Long.parseLong(found.group(1)) * unit);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return ""; // there is no such file on this system
        }
    }
}
