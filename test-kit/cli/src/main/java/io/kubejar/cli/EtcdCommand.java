package io.kubejar.cli;

import io.kubejar.etcd.EtcdServer;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** {@code kubejar etcd}: the embedded etcd alone, in the foreground. */
final class EtcdCommand implements Command {
    private static final int PORT = 2379;
    private static final int PORT_MAX = 65_535;

    private final StopSignal stop;
    private final Supplier<Duration> sinceStart;

    EtcdCommand(StopSignal stop, Supplier<Duration> sinceStart) {
        this.stop = stop;
        this.sinceStart = sinceStart;
    }

    @Override
    public String name() {
        return "etcd";
    }

    @Override
    public String summary() {
        return "Run the embedded etcd alone until Ctrl-C or SIGTERM.";
    }

    @Override
    public List<Option> options() {
        return List.of(
                new Option("--port", "N", "Port for etcd's clients; 0 picks a free one. Default: " + PORT),
                new Option("--data-dir", "DIR", "Keep the store in this folder. Default: memory only"),
                new Option("--unsafe-no-fsync", "", "Do not wait for the disk: a power cut may lose the last writes"),
                new Option(
                        "--quota-backend-bytes",
                        "N",
                        "Refuse writes beyond this size; negative for no limit. Default: 2 GiB"),
                new Option(
                        "--bcrypt-cost", "N", "How dear new passwords are, 4 to 31; each step doubles it. Default: 10"),
                new Option("--auto-compaction-mode", "MODE", "periodic or revision. Default: periodic"),
                new Option(
                        "--auto-compaction-retention",
                        "R",
                        "How much history to keep: a duration, hours, or a number of revisions. Default: all"));
    }

    @Override
    public void run(Arguments arguments, PrintWriter out) {
        int port = arguments.number("--port", PORT, 0, PORT_MAX);
        EtcdServer.Builder builder = EtcdServer.builder().grpcPort(port);
        String folder = arguments.text("--data-dir");
        if (folder != null) {
            builder.dataDir(Path.of(folder)).fsync(!arguments.has("--unsafe-no-fsync"));
        } else if (arguments.has("--unsafe-no-fsync")) {
            throw new WrongCall("--unsafe-no-fsync is about a data directory: name one with --data-dir");
        }
        builder.quotaBytes(arguments.number("--quota-backend-bytes", 0L));
        builder.bcryptCost(arguments.number("--bcrypt-cost", 10, 4, 31));
        keep(arguments, builder);
        stop.arm();
        if (port != 0 && !Ports.isFree("127.0.0.1", port)) {
            throw new CliFailure("port " + port + " is taken; --port 0 picks a free one");
        }
        EtcdServer etcd;
        try {
            etcd = builder.start();
        } catch (RuntimeException e) {
            throw new CliFailure("etcd does not start: " + Reasons.of(e), e);
        }
        double seconds = sinceStart.get().toMillis() / 1000.0;
        out.printf(Locale.ROOT, "kubejar etcd is ready at 127.0.0.1:%d, in %.2f s%n", etcd.grpcPort(), seconds);
        out.flush();
        stop.await(etcd);
    }

    /** Source: etcd 3.6 embed.parseCompactionRetention. */
    private static void keep(Arguments arguments, EtcdServer.Builder builder) {
        String mode = arguments.text("--auto-compaction-mode");
        String retention = arguments.text("--auto-compaction-retention");
        boolean revisions = "revision".equals(mode);
        if (mode != null && !revisions && !mode.equals("periodic")) {
            throw new WrongCall("--auto-compaction-mode must be periodic or revision, not '" + mode + "'");
        }
        if (retention == null) {
            return;
        }
        boolean isNumber = retention.matches("[0-9]{1,9}");
        if (revisions && !isNumber) {
            throw new WrongCall("--auto-compaction-retention must be a number of revisions, not '" + retention + "'");
        }
        if (revisions && !retention.equals("0")) {
            builder.keepRevisions(Long.parseLong(retention));
        } else if (!revisions) {
            Duration period = isNumber
                    ? Duration.ofHours(Long.parseLong(retention))
                    : arguments.duration("--auto-compaction-retention", Duration.ZERO);
            if (!period.isZero()) {
                builder.keepHistory(period);
            }
        }
    }
}
