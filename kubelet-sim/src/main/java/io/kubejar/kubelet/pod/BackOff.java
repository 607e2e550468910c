package io.kubejar.kubelet.pod;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long a container that keeps ending waits before it is started again: not at all the first time, then 10 s, 20 s and
 * so on up to 5 minutes; anew after it has run for 10 minutes. Upstream: flowcontrol.Backoff and
 * kubeGenericRuntimeManager.doBackOff, v1.36.
 *
 * @param delay the delay that the next end brings; null before the first restart
 * @param since when the delay was last set
 */
public record BackOff(@Nullable Duration delay, @Nullable Instant since) {
    /** Before anything has ended. */
    public static final BackOff NONE = new BackOff(null, null);

    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration LAST = Duration.ofMinutes(5);

    /** How long to wait after an end at this time; null to start again at once. */
    public @Nullable Duration delayAfter(Instant ended) {
        return isExpired(ended) ? null : delay;
    }

    /** The state after a restart of a container that ended at this time. */
    public BackOff restarted(Instant ended) {
        if (delay == null || isExpired(ended)) {
            return new BackOff(FIRST, ended);
        }
        Duration doubled = delay.multipliedBy(2);
        return new BackOff(doubled.compareTo(LAST) > 0 ? LAST : doubled, ended);
    }

    private boolean isExpired(Instant ended) {
        return since == null || Duration.between(since, ended).compareTo(LAST.multipliedBy(2)) > 0;
    }

    /** The delay as Go prints it: {@code 10s}, {@code 1m20s}, {@code 5m0s}. */
    public static String text(Duration delay) {
        long seconds = delay.toSeconds();
        return seconds < 60 ? seconds + "s" : seconds / 60 + "m" + seconds % 60 + "s";
    }
}
