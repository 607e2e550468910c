package io.kubejar.kubelet.log;

import io.kubejar.core.node.LogOptions;
import io.kubejar.core.node.NodeAgent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a log as the options say. Upstream: kuberuntime/logs.ReadLogs, cri-client v1.36. */
public final class LogReader implements NodeAgent.LogStream {
    private static final DateTimeFormatter NANOS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final ContainerLog log;
    private final LogOptions options;
    private final NodeAgent.LogSink sink;
    private final Consumer<ContainerLog.@Nullable Line> later = this::later;
    private long bytesLeft;
    private boolean closed;

    private LogReader(ContainerLog log, LogOptions options, NodeAgent.LogSink sink) {
        this.log = log;
        this.options = options;
        this.sink = sink;
        Long limit = options.limitBytes();
        this.bytesLeft = limit == null ? Long.MAX_VALUE : limit;
    }

    /** Begins to read. */
    public static LogReader open(ContainerLog log, LogOptions options, NodeAgent.LogSink sink) {
        LogReader reader = new LogReader(log, options, sink);
        if (options.follow()) {
            log.follow(reader::now, reader.later);
        } else {
            reader.now(log.lines());
            reader.end();
        }
        return reader;
    }

    private void now(List<ContainerLog.Line> lines) {
        Instant since = options.since();
        List<ContainerLog.Line> wanted = since == null
                ? lines
                : lines.stream().filter(l -> !l.at().isBefore(since)).toList();
        Long tail = options.tailLines();
        int skip = tail == null ? 0 : (int) Math.max(0, wanted.size() - tail);
        StringBuilder text = new StringBuilder();
        wanted.subList(skip, wanted.size()).forEach(l -> text.append(shown(l)));
        write(text.toString());
    }

    private void later(ContainerLog.@Nullable Line line) {
        if (line == null) {
            end();
        } else {
            write(shown(line));
        }
    }

    private String shown(ContainerLog.Line line) {
        return options.timestamps() ? NANOS.format(line.at()) + " " + line.text() : line.text();
    }

    private synchronized void write(String text) {
        if (closed || text.isEmpty()) {
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > bytesLeft) {
            bytes = Arrays.copyOf(bytes, (int) bytesLeft);
        }
        bytesLeft -= bytes.length;
        if (bytes.length > 0) {
            sink.write(bytes);
        }
        if (bytesLeft == 0) {
            end();
        }
    }

    private synchronized void end() {
        if (!closed) {
            closed = true;
            sink.end();
        }
    }

    @Override
    public void close() {
        log.unfollow(later);
        synchronized (this) {
            closed = true;
        }
    }
}
