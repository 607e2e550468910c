package io.kubejar.etcd.gateway;

import io.grpc.Status;
import io.grpc.StatusException;
import io.kubejar.core.loop.Timer;
import io.kubejar.etcd.engine.Engine;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When a call must be over, if ever. Source: grpc-gateway 2.26 runtime.annotateContext and timeoutDecode. */
final class Deadline {
    /** The header field that says how long a call may take. */
    static final String FIELD = "Grpc-Timeout";

    /** What is answered then, in the words of Go's context. */
    static final Status EXCEEDED = Status.DEADLINE_EXCEEDED.withDescription("context deadline exceeded");

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Engine engine; // by its time
    private final @Nullable Instant at;

    private Deadline(Engine engine, @Nullable Instant at) {
        this.engine = engine;
        this.at = at;
    }

    /**
     * Of a call that comes now.
     *
     * @param field null when the header does not have it
     * @throws StatusException when it makes no sense
     */
    static Deadline of(Engine engine, @Nullable String field) throws StatusException {
        long nanos = field == null || field.isEmpty() ? 0 : nanos(field);
        return new Deadline(engine, nanos == 0 ? null : engine.now().plusNanos(nanos));
    }

    /** A number and a unit; what is too long for Go's durations wraps around, as there. */
    private static long nanos(String field) throws StatusException {
        int last = field.length() - 1;
        long unit = switch (field.charAt(last)) {
            case 'H' -> 3600 * NANOS_PER_SECOND;
            case 'M' -> 60 * NANOS_PER_SECOND;
            case 'S' -> NANOS_PER_SECOND;
            case 'm' -> NANOS_PER_SECOND / 1000;
            case 'u' -> 1000;
            case 'n' -> 1;
            default -> throw refusal(field);
        };
        try {
            return unit * Long.parseLong(field.substring(0, last));
        } catch (NumberFormatException e) {
            throw refusal(field);
        }
    }

    private static StatusException refusal(String field) {
        return Status.INVALID_ARGUMENT
                .withDescription("invalid grpc-timeout: " + field)
                .asException();
    }

    boolean isOver() {
        return at != null && !engine.now().isBefore(at);
    }

    /** Has something done then; null when that is never. */
    @Nullable
    Timer set(Runnable task) {
        return at == null ? null : engine.after(Duration.between(engine.now(), at), "deadline of a call", task);
    }
}
