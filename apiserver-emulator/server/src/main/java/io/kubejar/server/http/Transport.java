package io.kubejar.server.http;

import io.kubejar.server.exchange.RequestHandler;
import io.netty.channel.Channel;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What all connections of one server share. Thread-safe. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails on a channel closes it, and that is heard
final class Transport {
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private record DateText(long second, String text) {}

    final HttpServerConfig config;
    final RequestHandler handler;
    final Workers workers;
    /** Requests that a worker has or whose answer is still owed. */
    final AtomicInteger inFlight = new AtomicInteger();
    /** Exchanges that have not ended, streams and WebSockets included. */
    final Set<LiveExchange> open = ConcurrentHashMap.newKeySet();

    final Set<Channel> connections = ConcurrentHashMap.newKeySet();
    /** Connections that were opened for those. */
    private final Set<Channel> dialled = ConcurrentHashMap.newKeySet();

    private final CountDownLatch drained = new CountDownLatch(1);
    volatile boolean draining;
    private volatile DateText date = new DateText(Long.MIN_VALUE, "");

    Transport(HttpServerConfig config, RequestHandler handler, Workers workers) {
        this.config = config;
        this.handler = handler;
        this.workers = workers;
    }

    Limits limits() {
        return config.limits();
    }

    /** The time as a Date field has it. */
    String date() {
        Instant now = config.clock().now();
        DateText known = date;
        if (known.second != now.getEpochSecond()) {
            known = new DateText(now.getEpochSecond(), HTTP_DATE.format(now));
            date = known;
        }
        return known.text;
    }

    /** A new connection; false when the server takes no more. */
    boolean opened(Channel connection) {
        connections.add(connection);
        connection.closeFuture().addListener(closed -> {
            connections.remove(connection);
            checkDrained();
        });
        return !draining;
    }

    /** A connection that is opened for one of a client, which closes it at its own end. */
    void dialled(Channel connection) {
        dialled.add(connection);
        connection.closeFuture().addListener(closed -> {
            dialled.remove(connection);
            checkDrained();
        });
    }

    private void checkDrained() {
        if (draining && connections.isEmpty() && dialled.isEmpty()) {
            drained.countDown();
        }
    }

    /** Waits for the last connection to end, for a bounded time. */
    void awaitDrained() {
        checkDrained();
        try {
            boolean inTime = drained.await(limits().drain().toMillis(), TimeUnit.MILLISECONDS);
            if (!inTime) {
                connections.forEach(Channel::close);
                dialled.forEach(Channel::close);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs what somebody else gave us on a thread of ours, which must survive it. */
    void call(String what, Runnable callback) {
        try {
            callback.run();
        } catch (RuntimeException | Error e) {
            config.onFault().accept(what, e);
        }
    }
}
