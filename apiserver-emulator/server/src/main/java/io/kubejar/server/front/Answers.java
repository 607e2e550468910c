package io.kubejar.server.front;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.Json;
import io.kubejar.server.exchange.Exchange;
import io.kubejar.server.exchange.Headers;
import io.kubejar.server.yaml.Yaml;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/** Writes answers. */
final class Answers {
    private Answers() {}

    static void tree(Exchange exchange, int code, JsonNode tree, MediaType type, Collection<String> warnings) {
        if (type.isYaml()) {
            byte[] body = Yaml.print(tree).getBytes(StandardCharsets.UTF_8);
            exchange.respond(code, headers(type.contentType(), warnings), body);
        } else {
            json(exchange, code, Json.bytes(tree), type, warnings);
        }
    }

    /** Answers with JSON that is there already; the bytes are only read. */
    static void json(Exchange exchange, int code, byte[] json, MediaType type, Collection<String> warnings) {
        exchange.respond(code, headers(type.contentType(), warnings), withNewline(json));
    }

    private static byte[] withNewline(byte[] json) {
        byte[] out = java.util.Arrays.copyOf(json, json.length + 1);
        out[json.length] = '\n';
        return out;
    }

    static void status(Exchange exchange, StatusException e, MediaType type) {
        Headers headers = headers(type.contentType(), List.of());
        Integer retry = e.retryAfterSeconds();
        if (retry != null) {
            headers.add("Retry-After", retry.toString());
        }
        byte[] body = type.isYaml()
                ? Yaml.print(e.status()).getBytes(StandardCharsets.UTF_8)
                : withNewline(Json.bytes(e.status()));
        exchange.respond(e.code(), headers, body);
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
