package io.kubejar.controllers.daemonset;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * How soon the failed pod of a node may be replaced: each time a node's pod fails the next one waits twice as long, up to
 * 15 minutes. Upstream: client-go util/flowcontrol Backoff with 1 s and 15 min, v1.36. Used by one loop at a time.
 */
final class FailedPodBackoff {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LAST = Duration.ofMinutes(15);

    private record Entry(Duration delay, Instant since) {}

    private final Map<String, Entry> entries = new HashMap<>();

    /** How long to wait before a pod that has failed now may go; zero when it may go at once, which counts from now. */
    Duration ask(String key, Instant now) {
        entries.values().removeIf(entry -> isExpired(entry, now));
        Entry entry = entries.get(key);
        if (entry != null && now.isBefore(entry.since().plus(entry.delay()))) {
            return entry.delay();
        }
        Duration next = entry == null ? FIRST : entry.delay().multipliedBy(2);
        entries.put(key, new Entry(next.compareTo(LAST) > 0 ? LAST : next, now));
        return Duration.ZERO;
    }

    private static boolean isExpired(Entry entry, Instant now) {
        return now.isAfter(entry.since().plus(LAST.multipliedBy(2)));
    }
}
