package io.kubejar.server.spdy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The server's side of a connection: streams that the client opens, pings, leave-taking. On one thread at a time. Upstream:
 * Connection.handleFrame, moby/spdystream v0.5.
 */
public final class SpdyConnection implements AutoCloseable {
    /** Whose streams these are. */
    public interface Owner {
        /** A new stream, which the client may write to at once. */
        void opened(SpdyStream stream);

        /** The client has said that it leaves. */
        void goneAway();
    }

    private final Consumer<byte[]> out;
    private final Owner owner;
    private final int streamsMax;
    private final FrameReader reader = new FrameReader();
    private final FrameWriter writer = new FrameWriter();
    private final Map<Integer, SpdyStream> streams = new LinkedHashMap<>();
    private int last; // the highest id that the client has used
    private boolean closed;

    /**
     * A new one.
     *
     * @param out where bytes for the client go
     * @param streamsMax how many streams may be open at once; further ones are refused
     */
    public SpdyConnection(Consumer<byte[]> out, Owner owner, int streamsMax) {
        this.out = out;
        this.owner = owner;
        this.streamsMax = streamsMax;
    }

    /** Takes bytes of the client. After an exception the connection is of no use. */
    public void received(byte[] bytes) throws SpdyException {
        if (!closed) {
            reader.read(bytes, this::received);
        }
    }

    private void received(Frame frame) {
        if (closed) {
            return;
        }
        if (frame instanceof Frame.SynStream syn) {
            open(syn);
        } else if (frame instanceof Frame.Data data) {
            SpdyStream stream = streams.get(data.stream());
            if (stream != null) {
                stream.received(data.bytes(), data.fin());
            }
        } else if (frame instanceof Frame.RstStream reset) {
            SpdyStream stream = streams.get(reset.stream());
            if (stream != null) {
                stream.lost();
            }
        } else if (frame instanceof Frame.Ping ping) {
            send(ping);
        } else if (frame instanceof Frame.GoAway) {
            owner.goneAway();
        }
    }

    /** Upstream: checkStreamFrame. */
    private void open(Frame.SynStream syn) {
        int id = syn.stream();
        if (id % 2 == 0 || id <= last) {
            send(new Frame.RstStream(id, Frame.PROTOCOL_ERROR));
            return;
        }
        last = id;
        if (streams.size() >= streamsMax) {
            send(new Frame.RstStream(id, Frame.REFUSED_STREAM));
            return;
        }
        SpdyStream stream = new SpdyStream(this, id, syn.headers());
        streams.put(id, stream);
        owner.opened(stream);
        if (syn.fin()) {
            stream.received(new byte[0], true);
        }
    }

    /** Accepts a stream: the client waits for this. */
    public void accept(SpdyStream stream) {
        send(new Frame.SynReply(stream.id(), false, Map.of()));
    }

    /** How many streams are open. */
    public int streams() {
        return streams.size();
    }

    void send(Frame frame) {
        if (!closed) {
            out.accept(writer.bytes(frame));
        }
    }

    void forget(SpdyStream stream) {
        streams.remove(stream.id());
    }

    /** Ends every stream, as if the client had reset it, and sends nothing more. May be called twice. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            List.copyOf(streams.values()).forEach(SpdyStream::lost);
            reader.close();
            writer.close();
        }
    }
}
