package io.kubejar.cluster.fault;

import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.server.request.Call;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Faults of requests, in the order in which they were made. Thread-safe. */
final class RequestFaults {
    /** When a fault strikes. */
    enum Moment {
        BEFORE,
        AFTER
    }

    /** What befalls a request: throws what its client is to be told. */
    @FunctionalInterface
    interface Strike {
        void on(Call call);
    }

    /** One fault: what befalls the next so many requests that fit. */
    private record Fault(Moment moment, Match which, AtomicInteger left, Strike strike, Runnable usedUp) {}

    /** As often as anybody asks. */
    static final int FOR_EVER = Integer.MAX_VALUE;

    private static final List<Integer> CODES = List.of(403, 404, 409, 410, 429, 500, 503, 504);
    private static final String WHY = "a fault was asked for";

    private final List<Fault> faults = new CopyOnWriteArrayList<>();

    /**
     * Adds a fault.
     *
     * @param times how many requests it strikes
     * @param strike throws what the client is to be told
     * @param usedUp told when the last one has been struck
     * @return what takes it away
     */
    Runnable add(Moment moment, Match which, int times, Strike strike, Runnable usedUp) {
        Fault fault = new Fault(moment, which, new AtomicInteger(times), strike, usedUp);
        faults.add(fault);
        return () -> faults.remove(fault);
    }

    Runnable add(Moment moment, Match which, int times, Strike strike) {
        return add(moment, which, times, strike, () -> {});
    }

    void strike(Moment moment, Call call) {
        if (faults.isEmpty()) {
            return;
        }
        Request request = Request.of(call);
        for (Fault fault : faults) {
            if (fault.moment() != moment || !fault.which().test(request)) {
                continue;
            }
            int left = fault.left().getAndDecrement();
            if (left == 1) {
                fault.usedUp().run();
            }
            if (left > 0) {
                fault.strike().on(call);
            }
        }
    }

    /** Throws IllegalArgumentException unless requests can fail with this code. */
    static void check(int code) {
        if (!CODES.contains(code)) {
            throw new IllegalArgumentException("requests fail with one of " + CODES + ", not with " + code);
        }
    }

    /** What a server answers that fails with this code. */
    static StatusException failure(int code, Call call) {
        return switch (code) {
            case 403 ->
                StatusException.forbidden(call.ref().resource(), call.ref().name(), WHY);
            case 404 ->
                StatusException.notFound(call.ref().resource(), call.ref().name());
            case 409 ->
                StatusException.modified(call.ref().resource(), call.ref().name());
            case 410 -> StatusException.expired(WHY);
            case 429 -> StatusException.of(Reason.TOO_MANY_REQUESTS, WHY);
            case 500 -> StatusException.internal(WHY);
            case 503 -> StatusException.of(Reason.SERVICE_UNAVAILABLE, WHY);
            default -> StatusException.of(Reason.TIMEOUT, WHY);
        };
    }
}
