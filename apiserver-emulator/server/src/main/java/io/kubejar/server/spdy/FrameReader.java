package io.kubejar.server.spdy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Bytes to frames, for one direction of a connection, however the bytes are cut. Keeps at most one control frame; data is
 * handed on as it comes. On one thread at a time.
 */
public final class FrameReader implements AutoCloseable {
    static final int HEAD_BYTES = 8;
    static final int SYN_STREAM = 1;
    static final int SYN_REPLY = 2;
    static final int RST_STREAM = 3;
    static final int PING = 6;
    static final int GOAWAY = 7;

    private static final int HEADERS = 8;
    private static final int VERSION = 3;
    private static final int CONTROL_MAX_BYTES = 64 * 1024;
    private static final int FIN = 1;
    private static final int NO_SIGN = 0x7fffffff;
    private static final int LENGTH = 0xffffff;

    private final HeaderReader headers = new HeaderReader();
    private final byte[] head = new byte[HEAD_BYTES];
    private int headBytes; // how much of the head is there
    private int first; // the two halves of a head that is there as a whole
    private int second;
    private byte[] control = new byte[0];
    private int bodyBytes; // how much of the body is there
    private boolean closed;

    /** For a connection of which nothing has been read. */
    public FrameReader() {}

    /** Takes the next bytes and hands on the frames that they complete. */
    public void read(byte[] bytes, Consumer<Frame> frames) throws SpdyException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        while (in.hasRemaining() && !closed) {
            if (headBytes < HEAD_BYTES) {
                int taken = Math.min(in.remaining(), HEAD_BYTES - headBytes);
                in.get(head, headBytes, taken);
                headBytes += taken;
                if (headBytes < HEAD_BYTES) {
                    return;
                }
                begin();
            }
            body(in, frames);
        }
    }

    private boolean isControl() {
        return first < 0;
    }

    private int length() {
        return second & LENGTH;
    }

    private boolean fin() {
        return (second >>> 24 & FIN) != 0;
    }

    private void begin() throws SpdyException {
        ByteBuffer words = ByteBuffer.wrap(head);
        first = words.getInt();
        second = words.getInt();
        bodyBytes = 0;
        if (!isControl()) {
            return;
        }
        int version = first >>> 16 & 0x7fff;
        if (version != VERSION) {
            throw new SpdyException("SPDY version " + version + " is not spoken here");
        }
        if (length() > CONTROL_MAX_BYTES) {
            throw new SpdyException("a control frame of " + length() + " bytes is too large");
        }
        control = new byte[length()];
    }

    private void body(ByteBuffer in, Consumer<Frame> frames) throws SpdyException {
        int taken = Math.min(in.remaining(), length() - bodyBytes);
        bodyBytes += taken;
        boolean complete = bodyBytes == length();
        if (isControl()) {
            in.get(control, bodyBytes - taken, taken);
        } else {
            byte[] piece = new byte[taken];
            in.get(piece);
            if (taken > 0 || complete) {
                frames.accept(new Frame.Data(first, complete && fin(), piece));
            }
        }
        if (complete) {
            headBytes = 0;
            if (isControl()) {
                frames.accept(control());
            }
        }
    }

    private Frame control() throws SpdyException {
        ByteBuffer in = ByteBuffer.wrap(control);
        int type = first & 0xffff;
        return switch (type) {
            case SYN_STREAM -> new Frame.SynStream(word(in), fin(), fields(in, 6));
            case SYN_REPLY -> new Frame.SynReply(word(in), fin(), fields(in, 0));
            case HEADERS -> {
                word(in);
                fields(in, 0); // what follows cannot be unpacked without
                yield new Frame.Other(type);
            }
            case RST_STREAM -> new Frame.RstStream(word(in), word(in));
            case GOAWAY -> new Frame.GoAway(word(in), word(in));
            case PING -> {
                need(in, Integer.BYTES);
                yield new Frame.Ping(in.getInt());
            }
            default -> new Frame.Other(type);
        };
    }

    private static int word(ByteBuffer in) throws SpdyException {
        need(in, Integer.BYTES);
        return in.getInt() & NO_SIGN;
    }

    private Map<String, String> fields(ByteBuffer in, int skipped) throws SpdyException {
        need(in, skipped);
        return headers.read(Arrays.copyOfRange(control, in.position() + skipped, control.length));
    }

    private static void need(ByteBuffer in, int bytes) throws SpdyException {
        if (in.remaining() < bytes) {
            throw new SpdyException("a control frame ends too early");
        }
    }

    /** Gives back what the compression holds, and hands on nothing more. */
    @Override
    public void close() {
        closed = true;
        headers.close();
    }
}
