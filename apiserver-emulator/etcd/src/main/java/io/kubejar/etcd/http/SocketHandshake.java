package io.kubejar.etcd.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is made of a request that asks for a WebSocket to the gateway. Source: etcd 3.6 embed.serveCtx.createMux,
 * grpc-websocket-proxy's wsproxy.Proxy.proxy, and gorilla/websocket 1.5's Upgrader.Upgrade.
 */
final class SocketHandshake {
    private static final String PROTOCOL = "Sec-WebSocket-Protocol";
    private static final String BEARER = "Bearer";
    private static final String TOKEN_COOKIE = "token";
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;

    private SocketHandshake() {}

    static boolean isAskedFor(RequestHead request) {
        return Endpoints.isGateway(request)
                && lists(request, "Connection", "upgrade")
                && lists(request, "Upgrade", "websocket");
    }

    private static boolean lists(RequestHead request, String field, String word) {
        String value = request.field(field);
        return value != null
                && Arrays.stream(value.split(",")).anyMatch(one -> one.strip().equalsIgnoreCase(word));
    }

    /** The answer when it cannot become one; null when it can. */
    static @Nullable Reply refusal(RequestHead request) {
        if (!request.method().equals("GET")) {
            return refusal(405, "Method Not Allowed");
        }
        String key = request.field("Sec-WebSocket-Key");
        boolean isGood = lists(request, "Sec-WebSocket-Version", "13") && key != null && isKey(key);
        return isGood ? null : refusal(400, "Bad Request");
    }

    private static Reply refusal(int status, String text) {
        return Reply.error(status, text).with("Sec-Websocket-Version", "13");
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The header of the answer to one that can. */
    static Map<String, String> answer(RequestHead request) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("Upgrade", "websocket");
        fields.put("Connection", "Upgrade");
        fields.put("Sec-WebSocket-Accept", accept(String.valueOf(request.field("Sec-WebSocket-Key"))));
        String asked = request.field(PROTOCOL);
        if (asked != null && asked.startsWith(BEARER)) {
            fields.put(PROTOCOL, BEARER);
        }
        return fields;
    }

    /** Source: RFC 6455, section 4.2.2. */
    private static String accept(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    /**
     * The request whose body the socket's messages are. It is a POST whatever the query says, and has no header but who makes
     * it: browsers cannot give a socket any.
     */
    static RequestHead proxied(RequestHead request) {
        String authorization = authorization(request);
        UnaryOperator<@Nullable String> fields = name -> name.equalsIgnoreCase("Authorization") ? authorization : null;
        return new RequestHead("POST", request.path(), request.query(), fields::apply, request.tls());
    }

    private static @Nullable String authorization(RequestHead request) {
        String cookies = request.field("Cookie");
        if (cookies != null) {
            for (Cookie cookie : ServerCookieDecoder.LAX.decodeAll(cookies)) {
                if (cookie.name().equals(TOKEN_COOKIE)) {
                    return BEARER + " " + cookie.value();
                }
            }
        }
        String protocols = request.field(PROTOCOL);
        if (protocols == null || protocols.isEmpty()) {
            return null;
        }
        int begin = protocols.indexOf(BEARER + ",");
        return begin < 0
                ? ""
                : BEARER + " "
                        + protocols.substring(begin + BEARER.length() + 1).strip();
    }
}
