package io.kubejar.kubelet.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import java.time.Duration;
import java.time.Instant;

/**
 * One probe of one running container: when it is next made and what its last results add up to. Upstream:
 * prober/worker.go doProbe, v1.36.
 */
public final class Probe {
    /** What a probe is for. */
    public enum Kind {
        STARTUP("startupProbe", "Startup"),
        LIVENESS("livenessProbe", "Liveness"),
        READINESS("readinessProbe", "Readiness");

        private final String field;
        private final String word;

        Kind(String field, String word) {
            this.field = field;
            this.word = word;
        }

        /** The field of a container. */
        public String field() {
            return field;
        }

        /** How messages begin. */
        public String word() {
            return word;
        }
    }

    /** What the results so far mean. */
    public enum Verdict {
        /** Not enough results of one kind in a row. */
        UNDECIDED,
        PASSED,
        FAILED
    }

    private final Kind kind;
    private final JsonNode spec;
    private Instant next;
    private boolean last;
    private int inARow;

    /** A probe of a container that has started at this time. */
    Probe(Kind kind, JsonNode spec, Instant startedAt) {
        this.kind = kind;
        this.spec = spec;
        this.next = startedAt.plusSeconds(Json.number(spec, 0, "initialDelaySeconds"));
    }

    /** What it is for. */
    public Kind kind() {
        return kind;
    }

    /** Its declaration. */
    public JsonNode spec() {
        return spec;
    }

    /** When it is to be made next. */
    public Instant next() {
        return next;
    }

    /** Counts a result. */
    Verdict count(boolean success, Instant now) {
        inARow = last == success ? inARow + 1 : 1;
        last = success;
        Duration period = Duration.ofSeconds(Json.number(spec, 10, "periodSeconds"));
        next = now.plus(period);
        long needed = success ? Json.number(spec, 1, "successThreshold") : Json.number(spec, 3, "failureThreshold");
        if (inARow < needed) {
            return Verdict.UNDECIDED;
        }
        return success ? Verdict.PASSED : Verdict.FAILED;
    }
}
