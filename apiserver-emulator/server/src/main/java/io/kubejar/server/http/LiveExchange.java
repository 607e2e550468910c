package io.kubejar.server.http;

import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.Json;
import io.kubejar.server.exchange.Exchange;
import io.kubejar.server.exchange.Headers;
import io.kubejar.server.exchange.RequestTarget;
import io.kubejar.server.exchange.ResponseStream;
import io.kubejar.server.exchange.ServerRequest;
import io.kubejar.server.exchange.Tunnel;
import io.kubejar.server.exchange.WebSocket;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One request that has arrived as a whole, from the moment a worker gets it to the end of its answer. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails on a channel closes it, and that is heard
final class LiveExchange implements Exchange {
    /** An answer that goes on after the worker has left it. */
    interface Ongoing {
        /** The server closes: end soon and properly. Any thread. */
        void goAway();

        /** Nothing more can be sent. May be called twice, from any thread. */
        void ended();
    }

    private final ExchangeHandler owner;
    private final EventLoop loop;
    private final Transport transport;
    private final HttpRequest head;
    private final byte[] body;
    private final Peer peer;

    private final AtomicBoolean answered = new AtomicBoolean();
    /** The handler's return and the answer: when both are there the request is no longer in flight. */
    private final AtomicInteger owed = new AtomicInteger(2);

    private volatile @Nullable Ongoing ongoing;

    LiveExchange(ExchangeHandler owner, EventLoop loop, Transport transport, HttpRequest head, byte[] body, Peer peer) {
        this.owner = owner;
        this.loop = loop;
        this.transport = transport;
        this.head = head;
        this.body = body;
        this.peer = peer;
        transport.inFlight.incrementAndGet();
        transport.open.add(this);
    }

    ExchangeHandler owner() {
        return owner;
    }

    EventLoop loop() {
        return loop;
    }

    Transport transport() {
        return transport;
    }

    HttpRequest head() {
        return head;
    }

    boolean isHead() {
        return head.method().equals(HttpMethod.HEAD);
    }

    /** Whether the connection may serve another request after this one. */
    boolean isKeepAlive() {
        return HttpUtil.isKeepAlive(head) && !transport.draining;
    }

    /** Whether the client is too old for a body in chunks. */
    boolean isHttp10() {
        return head.protocolVersion().equals(HttpVersion.HTTP_1_0);
    }

    /** Hands the request to the handler. On a worker thread; throws nothing. */
    void handle() {
        try {
            RequestTarget target;
            try {
                target = RequestTarget.parse(head.uri());
            } catch (IllegalArgumentException e) {
                respondText(400, "400 Bad Request");
                return;
            }
            transport.handler.handle(request(target), this);
        } catch (StatusException e) {
            respondStatus(e);
        } catch (RuntimeException | Error e) {
            transport.config.onFault().accept(head.method() + " " + head.uri(), e);
            respondStatus(StatusException.internal(String.valueOf(e.getMessage())));
        } finally {
            settleOne();
        }
    }

    /** Answers in place of the handler, which never gets the request. */
    void refuse(StatusException why) {
        respondStatus(why);
        settleOne();
    }

    private ServerRequest request(RequestTarget target) {
        Headers headers = new Headers();
        for (Map.Entry<String, String> field : head.headers()) {
            if (!field.getKey().startsWith("x-http2-")) { // the codec's own notes
                headers.add(field.getKey(), field.getValue());
            }
        }
        return new ServerRequest(
                head.method().name(),
                target.path(),
                target.query(),
                headers,
                body,
                peer.certificates(),
                peer.address());
    }

    /** Whether it has no answer yet, not even the beginning of one. */
    boolean isOwed() {
        return !answered.get();
    }

    private void respondStatus(StatusException e) {
        if (!answered.get()) {
            Headers headers = new Headers().add("content-type", "application/json");
            respond(e.code(), headers, Json.bytes(e.status()));
        } else if (ongoing != null) {
            ongoing.goAway();
        }
    }

    private void respondText(int status, String text) {
        Headers headers = new Headers().add("content-type", "text/plain; charset=utf-8");
        respond(status, headers, text.getBytes(StandardCharsets.UTF_8));
    }

    private void claim() {
        if (!answered.compareAndSet(false, true)) {
            throw new IllegalStateException("this request has already been answered");
        }
        settleOne();
    }

    private void settleOne() {
        if (owed.decrementAndGet() == 0) {
            transport.inFlight.decrementAndGet();
        }
    }

    @Override
    public void respond(int status, Headers headers, byte[] content) {
        WholeAnswer answer =
                WholeAnswer.of(head.headers().get(HttpHeaderNames.ACCEPT_ENCODING), status, headers, content);
        claim();
        onLoop(() -> owner.sendWhole(this, answer), () -> {});
    }

    @Override
    public ResponseStream stream(int status, Headers headers) {
        claim();
        BodyStream stream = new BodyStream(this);
        ongoing = stream;
        onLoop(() -> owner.beginStream(this, status, headers), stream::ended);
        return stream;
    }

    @Override
    public WebSocket webSocket(String subprotocol, WebSocket.Listener listener) {
        if (!isWebSocketUpgrade()) {
            throw new IllegalStateException("this request does not ask for a WebSocket");
        }
        claim();
        LiveWebSocket socket = new LiveWebSocket(this, listener);
        ongoing = socket;
        onLoop(() -> owner.upgrade(this, subprotocol, socket), socket::ended);
        return socket;
    }

    @Override
    public boolean isUpgrade() {
        return !owner.isHttp2()
                && head.headers().contains(HttpHeaderNames.UPGRADE)
                && head.headers().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true);
    }

    @Override
    public void tunnel(String protocol, Headers headers, Function<Tunnel, Tunnel.Listener> opened) {
        if (!isUpgrade()) {
            throw new IllegalStateException("this request does not ask to leave HTTP");
        }
        claim();
        LiveTunnel tunnel = new LiveTunnel(owner.connection(), transport, isWebSocketUpgrade());
        ongoing = tunnel;
        onLoop(() -> owner.tunnel(this, protocol, headers, tunnel, opened), () -> {});
    }

    @Override
    public void abort() {
        claim();
        onLoop(() -> owner.connection().close(), () -> {});
    }

    /** As upstream's wsstream.IsWebSocketRequest; RFC 8441 (WebSocket in HTTP/2) is not offered to clients. */
    @Override
    public boolean isWebSocketUpgrade() {
        return !owner.isHttp2()
                && head.headers().contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                && head.headers().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true);
    }

    /** Runs a task on the connection's loop, or the other one here when there is no loop any more. */
    void onLoop(Runnable task, Runnable otherwise) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            otherwise.run();
        }
    }

    /** The server closes. */
    void goAway() {
        Ongoing now = ongoing;
        if (now != null) {
            now.goAway();
        }
    }

    /** The answer is sent, or the client is gone. On the loop. */
    void ended() {
        transport.open.remove(this);
        Ongoing now = ongoing;
        if (now != null) {
            now.ended();
        }
    }
}
