package io.kubejar.etcd.door;

import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/** A watch and everything that it has delivered, in order. Written by whoever delivers, read by anybody. */
public class WatchRecord implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(2);

    private final WatchCreateRequest request;
    private final List<WatchResponse> responses = new CopyOnWriteArrayList<>();
    private volatile int events;
    private volatile boolean ended;

    /** Begins empty. */
    public WatchRecord(WatchCreateRequest request) {
        this.request = request;
    }

    /** What was asked for. */
    public WatchCreateRequest request() {
        return request;
    }

    /** What came, the announcements of beginning and end too. */
    public List<WatchResponse> responses() {
        return List.copyOf(responses);
    }

    /** The events that came. */
    public List<Event> events() {
        return responses.stream()
                .flatMap(response -> response.getEventsList().stream())
                .toList();
    }

    /** How many events came. */
    public int eventCount() {
        return events;
    }

    /** True when nothing more comes. */
    public boolean isEnded() {
        return ended;
    }

    /** Where the store was compacted when that ended the watch; else 0. */
    public long compactRevision() {
        return responses.stream()
                .mapToLong(WatchResponse::getCompactRevision)
                .max()
                .orElse(0);
    }

    /** Why there is no watch; "" when there is. */
    public String refusal() {
        return responses.stream()
                .filter(response -> response.getCreated() && response.getCanceled())
                .map(WatchResponse::getCancelReason)
                .findFirst()
                .orElse("");
    }

    /** Takes what comes. */
    public void add(WatchResponse response) {
        responses.add(response);
        events = events + response.getEventsCount();
        ended = ended || response.getCanceled();
    }

    /** True for the answer to a request for progress, or one that came by itself. */
    public static boolean isProgress(WatchResponse response) {
        return response.getEventsCount() == 0 && !response.getCreated() && !response.getCanceled();
    }

    /** Waits for it. */
    public void await(String what, BooleanSupplier condition) {
        await(what, PATIENCE, condition);
    }

    /** Waits for it, so long at most. */
    public void await(String what, Duration patience, BooleanSupplier condition) {
        Awaitility.await(what + " of the watch " + request)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .atMost(patience)
                .until(condition::getAsBoolean);
    }

    /** Asks that it ends and waits until it has. */
    @Override
    public void close() {
        ended = true;
    }
}
