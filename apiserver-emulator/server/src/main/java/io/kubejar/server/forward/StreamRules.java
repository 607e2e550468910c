package io.kubejar.server.forward;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a stream says about itself. Upstream: httpStreamReceived and requestID, cri-streaming/portforward/httpstream.go, v1.36. */
final class StreamRules {
    static final String TYPE = "streamtype";
    static final String PORT = "port";
    static final String REQUEST = "requestid";
    static final String DATA = "data";
    static final String ERROR = "error";

    private static final int PORT_MAX = 65535;
    private static final List<String> TYPES = List.of(DATA, ERROR);

    private StreamRules() {}

    /** Why a stream is rejected; null when it is not. */
    static @Nullable String refusal(String port, String type) {
        if (port.isEmpty()) {
            return "\"port\" header is required";
        }
        if (port(port) < 0) {
            return "unable to parse \"" + port + "\" as a port";
        }
        if (port(port) == 0) {
            return "port \"" + port + "\" must be > 0";
        }
        if (type.isEmpty()) {
            return "\"streamType\" header is required";
        }
        return TYPES.contains(type) ? null : "invalid stream type \"" + type + "\"";
    }

    /** A port's number; -1 when it is none. */
    static int port(String text) {
        boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        String number = text.replaceFirst("^0+(?=.)", "");
        if (!digits || number.length() > 5 || Integer.parseInt(number) > PORT_MAX) {
            return -1;
        }
        return Integer.parseInt(number);
    }

    /** What the two streams of a pair have in common; old clients do not say it, and open them one after the other. */
    static String request(String said, String type, int stream) {
        if (!said.isEmpty()) {
            return said;
        }
        return Integer.toString(type.equals(ERROR) ? stream : stream - 2);
    }
}
