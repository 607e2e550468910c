package io.kubejar.server.forward;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which protocol a client and this server have in common. Upstream: Handshake, k8s.io/streaming/pkg/httpstream, and
 * spdyProtocolsFromWebsocketProtocols, apiserver/pkg/util/proxy/streamtunnel.go, v1.36.
 */
public final class Handshake {
    /** The only protocol of port forwarding. */
    public static final String PROTOCOL = "portforward.k8s.io";
    /** What is put before a protocol when SPDY goes through a WebSocket. */
    public static final String TUNNELLED = "SPDY/3.1+";

    private static final String FIELD = "X-Stream-Protocol-Version";
    private static final String SUFFIX = ".k8s.io";

    private Handshake() {}

    /**
     * A refusal.
     *
     * @param status 400 or 403
     */
    public record Refused(int status, String text) {}

    /** The values of a field, or of several of its name, one by one. */
    public static List<String> values(List<String> fields) {
        List<String> out = new ArrayList<>();
        for (String field : fields) {
            for (String one : field.split(",", -1)) {
                if (!one.strip().isEmpty()) {
                    out.add(one.strip());
                }
            }
        }
        return out;
    }

    /** Of a WebSocket's subprotocols those that stand for SPDY in it, without the prefix. */
    public static List<String> tunnelled(List<String> subprotocols) {
        return subprotocols.stream()
                .filter(one -> one.startsWith(TUNNELLED) && one.endsWith(SUFFIX))
                .map(one -> one.substring(TUNNELLED.length()))
                .toList();
    }

    /**
     * Why SPDY cannot be spoken; null when it can.
     *
     * @param fields the values of X-Stream-Protocol-Version
     * @param headers how many header fields the request has
     */
    public static @Nullable Refused refusal(List<String> fields, int headers) {
        if (fields.isEmpty()) {
            return new Refused(
                    400,
                    "unable to upgrade: header " + FIELD + " does not exist in request with " + headers + " headers");
        }
        List<String> offered = values(fields);
        if (offered.isEmpty()) {
            return new Refused(
                    400,
                    "unable to upgrade: header " + FIELD + " contains " + shown(fields) + ", but no valid protocols");
        }
        return offered.contains(PROTOCOL)
                ? null
                : new Refused(
                        403,
                        "unable to upgrade: unable to negotiate protocol: client supports " + shown(offered)
                                + ", server accepts [" + PROTOCOL + "]");
    }

    private static String shown(List<String> values) {
        return "[" + String.join(" ", values) + "]";
    }
}
