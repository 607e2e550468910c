package io.kubejar.server.spdy;

import java.util.Map;

/**
 * A stream that the client has opened. Each direction ends by itself; a reset ends both. On its connection's thread only.
 */
public final class SpdyStream {
    /** Hears what the client does with a stream. */
    public interface Listener {
        /** The client has sent bytes. */
        void onBytes(byte[] bytes);

        /** The client sends no more. */
        void onEnd();

        /** The client wants nothing more of it, or is gone; called at most once, and nothing follows. */
        void onReset();
    }

    private static final Listener DEAF = new Listener() {
        @Override
        public void onBytes(byte[] bytes) {}

        @Override
        public void onEnd() {}

        @Override
        public void onReset() {}
    };

    private final SpdyConnection connection;
    private final int id;
    private final Map<String, String> headers;
    private Listener listener = DEAF;
    private boolean over;
    private boolean ended; // by us
    private boolean clientEnded;

    SpdyStream(SpdyConnection connection, int id, Map<String, String> headers) {
        this.connection = connection;
        this.id = id;
        this.headers = Map.copyOf(headers);
    }

    /** Odd; those of later streams are larger. */
    public int id() {
        return id;
    }

    /** The value of a header field, or ""; the name in lower case. */
    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** Who hears of it from now on; what has been told is not told again. */
    public void listen(Listener to) {
        listener = to;
    }

    /** Whether the client sends no more. */
    public boolean hasClientEnded() {
        return clientEnded || over;
    }

    /** Sends bytes; without effect after the end. */
    public void write(byte[] bytes) {
        if (!over && !ended && bytes.length > 0) {
            connection.send(new Frame.Data(id, false, bytes));
        }
    }

    /** Sends nothing more. */
    public void end() {
        if (!over && !ended) {
            ended = true;
            connection.send(new Frame.Data(id, true, new byte[0]));
            leaveWhenDone();
        }
    }

    /** Ends both directions at once with a status of {@link Frame}; the listener hears nothing more. */
    public void reset(int status) {
        if (!over) {
            connection.send(new Frame.RstStream(id, status));
            over();
        }
    }

    void received(byte[] bytes, boolean fin) {
        if (clientEnded) {
            reset(Frame.PROTOCOL_ERROR);
            return;
        }
        clientEnded = fin;
        if (bytes.length > 0) {
            listener.onBytes(bytes);
        }
        if (fin) {
            listener.onEnd();
            leaveWhenDone();
        }
    }

    /** The client has reset it, or is gone. */
    void lost() {
        if (!over) {
            Listener last = listener;
            over();
            last.onReset();
        }
    }

    private void leaveWhenDone() {
        if (ended && clientEnded && !over) {
            over();
        }
    }

    private void over() {
        over = true;
        listener = DEAF;
        connection.forget(this);
    }
}
