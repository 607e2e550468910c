package io.kubejar.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Puts to an etcd over gRPC on one connection, as cheap as can be: the client runs on the processors that the server is
 * measured on. It speaks as much HTTP/2 (RFC 9113) as that takes and does not read what the answers say, so whoever uses it
 * checks in the end that all keys are there. For one thread.
 */
final class GrpcPuts implements AutoCloseable {
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RESET = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GO_AWAY = 7;
    private static final int WINDOW_UPDATE = 8;

    private static final int END_STREAM = 1;
    private static final int ACK = 1;
    private static final int END_HEADERS = 4;

    private static final int NO_ERROR = 0;

    private static final int WINDOW = 1 << 30;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final byte[] head;
    private int stream = -1;
    private int open;
    private long window = 65_535; // what the server takes on the whole connection

    private GrpcPuts(Socket socket) throws IOException {
        this.socket = socket;
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 64 * 1024));
        out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 64 * 1024));
        head = head("127.0.0.1:" + socket.getPort());
        out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        frame(SETTINGS, 0, 0, new byte[] {0, 2, 0, 0, 0, 0, 0, 4, 0x40, 0, 0, 0}); // no push, a wide window per stream
        frame(WINDOW_UPDATE, 0, 0, ByteBuffer.allocate(4).putInt(WINDOW).array());
        out.flush();
    }

    /** Connects. */
    static GrpcPuts open(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        return new GrpcPuts(socket);
    }

    /** The header fields of every call (RFC 7541): those of the static table by number, the rest as they are. */
    private static byte[] head(String authority) {
        ByteBuffer head = ByteBuffer.allocate(256);
        head.put((byte) 0x83).put((byte) 0x86); // POST, http
        head.put((byte) 0x04).put(text("/etcdserverpb.KV/Put")); // :path
        head.put((byte) 0x01).put(text(authority)); // :authority
        head.put((byte) 0x0f).put((byte) 0x10).put(text("application/grpc")); // content-type
        head.put((byte) 0x00).put(text("te")).put(text("trailers"));
        return java.util.Arrays.copyOf(head.array(), head.position());
    }

    private static byte[] text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(1 + bytes.length)
                .put((byte) bytes.length)
                .put(bytes)
                .array();
    }

    /** The message of a put, as the body of a call; the key is short, the value shorter than 16 KiB. */
    static byte[] message(String key, byte[] value) {
        byte[] name = text(key);
        int length = 1 + name.length + 1 + 2 + value.length;
        return ByteBuffer.allocate(5 + length)
                .put((byte) 0) // not compressed
                .putInt(length)
                .put((byte) 0x0a)
                .put(name)
                .put((byte) 0x12)
                .put((byte) ((value.length & 0x7f) | 0x80))
                .put((byte) (value.length >> 7))
                .put(value)
                .array();
    }

    /** Sends a put, once the server takes it; it may stay here until {@link #await}. */
    void send(byte[] message) throws IOException {
        while (window < message.length) {
            out.flush();
            read();
        }
        stream += 2;
        open++;
        window -= message.length;
        frame(HEADERS, END_HEADERS, stream, head);
        frame(DATA, END_STREAM, stream, message);
    }

    /** Like {@link #send}, but does not let it wait for others. */
    void sendNow(byte[] message) throws IOException {
        send(message);
        out.flush();
    }

    /** Returns when at most so many puts are not answered yet. */
    void await(int most) throws IOException {
        if (open > most) {
            out.flush();
        }
        while (open > most || in.available() > 0) {
            read();
        }
    }

    private void frame(int type, int flags, int id, byte[] payload) throws IOException {
        out.writeInt((payload.length << 8) | type);
        out.writeByte(flags);
        out.writeInt(id);
        out.write(payload);
    }

    private void read() throws IOException {
        int lengthAndType = in.readInt();
        int flags = in.readUnsignedByte();
        int id = in.readInt();
        byte[] payload = in.readNBytes(lengthAndType >>> 8);
        switch (lengthAndType & 0xff) {
            case HEADERS, DATA -> open -= flags & END_STREAM;
            case WINDOW_UPDATE -> window += id == 0 ? ByteBuffer.wrap(payload).getInt() : 0;
            case SETTINGS, PING -> {
                if ((flags & ACK) == 0) {
                    frame(lengthAndType & 0xff, ACK, 0, (lengthAndType & 0xff) == PING ? payload : new byte[0]);
                    out.flush();
                }
            }
            case GO_AWAY -> throw new IOException("the server ended the connection");
            case RESET -> {
                if (ByteBuffer.wrap(payload).getInt() != NO_ERROR) { // grpc-go may reset what it has answered already
                    throw new IOException("the server ended stream " + id);
                }
            }
            default -> {} // says nothing that matters here
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
