package io.kubejar.server.front;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.error.StatusException;
import io.kubejar.server.exchange.Exchange;
import io.kubejar.server.exchange.Headers;
import io.kubejar.server.exchange.ServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/** Writes answers. */
final class Answers {
    private Answers() {}

    static void tree(
            Exchange exchange, int code, JsonNode tree, MediaType type, boolean pretty, Collection<String> warnings) {
        exchange.respond(code, headers(type.name(), warnings), Wire.body(tree, type, pretty));
    }

    /** Answers with JSON that is there already; the bytes are only read. */
    static void json(Exchange exchange, int code, byte[] json, MediaType type, Collection<String> warnings) {
        exchange.respond(code, headers(type.name(), warnings), Wire.line(json));
    }

    /** A failure in a form that the client accepts. */
    static void status(ServerRequest request, Exchange exchange, StatusException e, Collection<String> warnings) {
        MediaType type = Negotiation.ofFailure(request);
        Headers headers = headers(type.name(), warnings);
        Integer retry = e.retryAfterSeconds();
        if (retry != null) {
            headers.add("Retry-After", retry.toString());
        }
        exchange.respond(e.code(), headers, Wire.body(e.status(), type, Negotiation.isPretty(request)));
    }

    static void text(Exchange exchange, int code, String text) {
        Headers headers = headers("text/plain; charset=utf-8", List.of());
        headers.add("X-Content-Type-Options", "nosniff");
        exchange.respond(code, headers, text.getBytes(StandardCharsets.UTF_8));
    }

    static Headers headers(String contentType, Collection<String> warnings) {
        Headers headers = new Headers().add("Content-Type", contentType).add("Cache-Control", "no-cache, private");
        for (String warning : new LinkedHashSet<>(warnings)) {
            headers.add("Warning", "299 - \"" + warning.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
        }
        return headers;
    }
}
