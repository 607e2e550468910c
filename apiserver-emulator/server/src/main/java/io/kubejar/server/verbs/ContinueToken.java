package io.kubejar.server.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.JsonSyntax;
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
        JsonNode node = json(token);
        String version = Json.textOr(node, "", "v");
        if (!version.equals("meta.k8s.io/v1")) {
            throw invalid("server does not recognize this encoded version " + version);
        }
        long revision = Json.number(node, 0, "rv");
        if (revision == 0) {
            throw invalid("incorrect encoded start resourceVersion (version meta.k8s.io/v1)");
        }
        String start = Json.textOr(node, "", "start");
        if (start.isEmpty()) {
            throw invalid("encoded start key empty (version meta.k8s.io/v1)");
        }
        if (!isClean(start)) {
            throw invalid(start);
        }
        return new ContinueToken(revision, start);
    }

    private static JsonNode json(String token) {
        byte[] json;
        try {
            json = Base64.getUrlDecoder().decode(token.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            throw invalid("illegal base64 data at input byte " + wrongByte(token));
        }
        String problem = JsonSyntax.problem(json);
        if (problem != null) {
            throw invalid(problem);
        }
        return Json.parse(json);
    }

    /** Where Go's decoder stops: at the first letter that is none of base64's, else at a letter that is left over. */
    private static int wrongByte(String token) {
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean known = letter || (c >= '0' && c <= '9') || c == '-' || c == '_';
            if (!known) {
                return i;
            }
        }
        return Math.max(0, token.length() - 1);
    }

    /** Nothing climbs out of the list's prefix. Upstream: path.Clean leaves it as it is. */
    private static boolean isClean(String start) {
        String key = start.startsWith("/") ? start : "/" + start;
        for (String part : key.substring(1).split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                return false;
            }
        }
        return true;
    }

    private static StatusException invalid(String why) {
        return StatusException.badRequest("invalid continue token: continue key is not valid: " + why);
    }

    String encode() {
        byte[] json = Json.bytes(
                Json.object().put("v", "meta.k8s.io/v1").put("rv", revision).put("start", start));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json);
    }
}
