package io.kubejar.server.http;

import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.Json;
import io.kubejar.server.exchange.Headers;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Answers of the transport itself, to requests that never reach the handler. */
final class Refusal {
    private Refusal() {}

    /** A body above the limit. Upstream: limitedReadBody (endpoints/handlers/rest.go, v1.36). */
    static WholeAnswer tooLarge(int limit) {
        StatusException status =
                StatusException.of(Reason.REQUEST_ENTITY_TOO_LARGE, "Request entity too large: limit is " + limit);
        return new WholeAnswer(
                413, new Headers().add("content-type", "application/json"), Json.bytes(status.status()), false);
    }

    /** A request that cannot be read, in the words of Go's net/http. */
    static WholeAnswer unreadable(Throwable why) {
        return why instanceof TooLongHttpHeaderException || why instanceof TooLongHttpLineException
                ? text(431, "431 Request Header Fields Too Large")
                : text(400, "400 Bad Request");
    }

    /** Why a request's head is refused; null when nothing is wrong with it. */
    static @Nullable WholeAnswer of(HttpRequest head) {
        if (head.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && !head.headers().contains(HttpHeaderNames.HOST)) {
            return text(400, "400 Bad Request: missing required Host header");
        }
        String expectation = head.headers().get(HttpHeaderNames.EXPECT);
        if (expectation != null && !expectation.equalsIgnoreCase("100-continue")) {
            return text(417, "417 Expectation Failed");
        }
        return null;
    }

    private static WholeAnswer text(int status, String text) {
        Headers headers = new Headers().add("content-type", "text/plain; charset=utf-8");
        return new WholeAnswer(status, headers, text.getBytes(StandardCharsets.UTF_8), false);
    }
}
