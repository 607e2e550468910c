package io.kubejar.server.spdy;

import java.nio.ByteBuffer;

/** Frames to bytes, for one direction of a connection. On one thread at a time. */
public final class FrameWriter implements AutoCloseable {
    private static final int VERSION = 0x8003;
    private static final int FIN = 1;
    private static final int STREAM_BYTES = 4;
    private static final int SYN_STREAM_BYTES = 10;

    private final HeaderWriter headers = new HeaderWriter();

    /** For a connection on which nothing has been written. */
    public FrameWriter() {}

    /** The bytes of a frame, whose order is that of the calls. */
    public byte[] bytes(Frame frame) {
        if (frame instanceof Frame.Data data) {
            int flags = data.fin() ? FIN : 0;
            ByteBuffer out = ByteBuffer.allocate(FrameReader.HEAD_BYTES + data.bytes().length);
            out.putInt(data.stream()).putInt(flags << 24 | data.bytes().length);
            return out.put(data.bytes()).array();
        }
        if (frame instanceof Frame.SynStream syn) {
            byte[] block = headers.write(syn.headers());
            ByteBuffer out = control(FrameReader.SYN_STREAM, syn.fin(), SYN_STREAM_BYTES + block.length);
            return out.putInt(syn.stream())
                    .putInt(0)
                    .putShort((short) 0)
                    .put(block)
                    .array();
        }
        if (frame instanceof Frame.SynReply reply) {
            byte[] block = headers.write(reply.headers());
            ByteBuffer out = control(FrameReader.SYN_REPLY, reply.fin(), STREAM_BYTES + block.length);
            return out.putInt(reply.stream()).put(block).array();
        }
        if (frame instanceof Frame.RstStream reset) {
            return two(FrameReader.RST_STREAM, reset.stream(), reset.status());
        }
        if (frame instanceof Frame.GoAway away) {
            return two(FrameReader.GOAWAY, away.lastStream(), away.status());
        }
        if (frame instanceof Frame.Ping ping) {
            return control(FrameReader.PING, false, Integer.BYTES)
                    .putInt(ping.id())
                    .array();
        }
        throw new IllegalArgumentException("not a frame that is sent: " + frame);
    }

    private static byte[] two(int type, int first, int second) {
        return control(type, false, 2 * Integer.BYTES)
                .putInt(first)
                .putInt(second)
                .array();
    }

    private static ByteBuffer control(int type, boolean fin, int length) {
        ByteBuffer out = ByteBuffer.allocate(FrameReader.HEAD_BYTES + length);
        return out.putShort((short) VERSION).putShort((short) type).putInt((fin ? FIN : 0) << 24 | length);
    }

    /** Gives back what the compression holds. */
    @Override
    public void close() {
        headers.close();
    }
}
