package io.kubejar.server.inprocess;

import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.Json;
import io.kubejar.server.authn.UserInfo;
import io.kubejar.server.exchange.Answer;
import io.kubejar.server.exchange.AnswerBody;
import io.kubejar.server.exchange.Headers;
import io.kubejar.server.exchange.MemoryExchange;
import io.kubejar.server.exchange.RequestTarget;
import io.kubejar.server.exchange.ServerRequest;
import io.kubejar.server.front.FrontDoor;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * HTTP without a wire: whole requests of clients in the same JVM go through the front door as those of clients outside do,
 * on the caller's thread. Only bytes on a socket, TLS and compression are missing. Thread-safe.
 */
public final class InProcessHttp implements AutoCloseable {
    private static final String ADDRESS = "127.0.0.1:0";
    /** Upstream: MaxRequestBodyBytes, apiserver/pkg/server/config.go, v1.36. */
    private static final int BODY_MAX = 3 * 1024 * 1024;

    private final FrontDoor door;
    /** Bodies of which more may come. */
    private final Set<AnswerBody> open = ConcurrentHashMap.newKeySet();

    /** Requests go through this door, which this owns. */
    public InProcessHttp(FrontDoor door) {
        this.door = door;
    }

    /**
     * Sends a request; its answer is there when this returns, with as much of its body as there is.
     *
     * @param user who asks, unless the request itself proves who by its {@code Authorization}
     * @param method in capitals
     * @param target path and query, as in a request line
     * @throws ConnectException when the server does not run
     */
    public Answer send(UserInfo user, String method, String target, Headers headers, byte[] body)
            throws ConnectException {
        MemoryExchange exchange = new MemoryExchange();
        if (body.length > BODY_MAX) {
            StatusException refusal = StatusException.of(
                    Reason.REQUEST_ENTITY_TOO_LARGE, "Request entity too large: limit is " + BODY_MAX);
            exchange.respond(413, new Headers().add("content-type", "application/json"), Json.bytes(refusal.status()));
            return exchange.answer();
        }
        RequestTarget parsed = RequestTarget.parse(target);
        ServerRequest request =
                new ServerRequest(method, parsed.path(), parsed.query(), headers, body, List.of(), ADDRESS);
        if (headers.first("authorization") == null) {
            door.handle(request, exchange, user);
        } else {
            door.handle(request, exchange);
        }
        Answer answer = exchange.answer();
        if (!answer.body().hasEnded()) {
            open.removeIf(AnswerBody::hasEnded);
            open.add(answer.body());
        }
        return answer;
    }

    /** Watches that clients hold open. */
    public int openWatches() {
        return door.openWatches();
    }

    /** Waits for so long; whether no request came meanwhile and no thread that reads has still something to do. */
    public boolean isQuietFor(Duration period) throws InterruptedException {
        return door.isQuietFor(period) && open.stream().noneMatch(AnswerBody::isBeingWorkedOn);
    }

    /** Ends what is being sent, as when a server dies. */
    public void cutConnections() {
        open.forEach(AnswerBody::close);
    }

    /** Ends all watches and streams. */
    @Override
    public void close() {
        door.close();
        cutConnections();
    }
}
