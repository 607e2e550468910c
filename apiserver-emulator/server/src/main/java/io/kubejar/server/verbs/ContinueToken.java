package io.kubejar.server.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.Json;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Where the next page of a list begins, as clients carry it. Upstream: apiserver/pkg/storage/continue.go, v1.36.
 *
 * @param revision at which the whole list is read
 * @param start the first key of the next page, below the list's prefix
 */
record ContinueToken(long revision, String start) {
    static ContinueToken decode(String token) {
        try {
            byte[] json = Base64.getUrlDecoder().decode(token.getBytes(StandardCharsets.US_ASCII));
            JsonNode node = Json.parse(json);
            if (!"meta.k8s.io/v1".equals(Json.text(node, "v"))) {
                throw invalid("server does not recognize this encoded version \"" + Json.textOr(node, "", "v") + "\"");
            }
            String start = Json.textOr(node, "", "start");
            if (start.isEmpty() || start.contains("/..") || start.startsWith("..")) {
                throw invalid(start.isEmpty() ? "encoded start key is empty" : "invalid start key");
            }
            return new ContinueToken(Json.number(node, 0, "rv"), start);
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw invalid("invalid character encoding");
        }
    }

    private static StatusException invalid(String why) {
        return StatusException.badRequest("continue key is not valid: " + why);
    }

    String encode() {
        byte[] json = Json.bytes(
                Json.object().put("v", "meta.k8s.io/v1").put("rv", revision).put("start", start));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json);
    }
}
