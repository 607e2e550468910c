package io.kubejar.server.spdy;

import java.util.Map;

/**
 * One frame. Names of header fields are in lower case. The specification: SPDY Protocol, draft 3.1, section 2.
 *
 * <p>There is no flow control: clients of Kubernetes send no WINDOW_UPDATE and do not heed any. Upstream:
 * Connection.Serve, moby/spdystream v0.5.
 */
public sealed interface Frame {
    /** The status of a RST_STREAM: the stream's frame makes no sense. */
    int PROTOCOL_ERROR = 1;
    /** The status of a RST_STREAM: the server takes no more streams. */
    int REFUSED_STREAM = 3;
    /** The status of a RST_STREAM: the stream is no longer wanted. */
    int CANCEL = 5;
    /** The status of a RST_STREAM: more bytes came than are kept. */
    int FLOW_CONTROL_ERROR = 7;

    /** The peer opens a stream; with {@code fin} it sends nothing on it. */
    record SynStream(int stream, boolean fin, Map<String, String> headers) implements Frame {}

    /** The answer to a {@link SynStream}. */
    record SynReply(int stream, boolean fin, Map<String, String> headers) implements Frame {}

    /** Bytes of a stream, at its end with {@code fin}. A long frame is read as several of these. */
    record Data(int stream, boolean fin, byte[] bytes) implements Frame {}

    /** The stream is over in both directions. */
    record RstStream(int stream, int status) implements Frame {}

    /** Is to be sent back as it is. */
    record Ping(int id) implements Frame {}

    /** The peer is about to leave. */
    record GoAway(int lastStream, int status) implements Frame {}

    /** A frame that has no meaning here: SETTINGS, HEADERS, WINDOW_UPDATE and whatever is not known. */
    record Other(int type) implements Frame {}
}
