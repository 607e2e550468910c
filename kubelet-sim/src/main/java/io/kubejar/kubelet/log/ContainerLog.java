package io.kubejar.kubelet.log;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one container instance has written: the last lines of it, with their times. Thread-safe: one writes, any thread
 * reads.
 */
public final class ContainerLog {
    private static final int LINES_MAX = 10_000;
    private static final long CHARACTERS_MAX = 1L << 20;

    /** A line, with its line end if it had one. */
    public record Line(Instant at, String text) {}

    private final Deque<Line> lines = new ArrayDeque<>();
    private final List<Consumer<@Nullable Line>> followers = new ArrayList<>();
    private long characters;
    private boolean ended;

    /** Adds text, line by line. */
    public synchronized void write(Instant at, String text) {
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf('\n', from);
            int to = end < 0 ? text.length() : end + 1;
            add(new Line(at, text.substring(from, to)));
            from = to;
        }
    }

    private void add(Line line) {
        lines.add(line);
        characters += line.text().length();
        while (lines.size() > LINES_MAX || (characters > CHARACTERS_MAX && lines.size() > 1)) {
            characters -= lines.remove().text().length();
        }
        List.copyOf(followers).forEach(f -> f.accept(line));
    }

    /** Nothing more will be written. */
    public synchronized void end() {
        ended = true;
        List.copyOf(followers).forEach(f -> f.accept(null));
        followers.clear();
    }

    /** What is there now. */
    public synchronized List<Line> lines() {
        return List.copyOf(lines);
    }

    /**
     * Hands what is there now to the first consumer and every later line to the second, with null at the end; no line is
     * missed or told twice. The second is called by the writer.
     */
    public synchronized void follow(Consumer<List<Line>> now, Consumer<@Nullable Line> later) {
        now.accept(List.copyOf(lines));
        if (ended) {
            later.accept(null);
        } else {
            followers.add(later);
        }
    }

    /** Tells a consumer of {@link #follow} nothing more. */
    public synchronized void unfollow(Consumer<@Nullable Line> later) {
        followers.remove(later);
    }
}
