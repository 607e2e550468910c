package io.kubejar.etcd.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A WebSocket by hand, for short texts of ASCII. Reading waits at most ten seconds. */
public final class SocketClient implements AutoCloseable {
    private static final int LAST = 0x80;
    private static final int MORE = 0;
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int MASKED = 0x80;
    private static final int NORMAL = 1000;
    private static final int MAX_SHORT = 125;
    private static final int TWO_BYTES = 126;
    private static final String NO_MASK = "\0\0\0\0";

    private final RawConnection raw;
    private boolean withinMessage;

    /** A new one; the fields are whole lines of the header, each with its end. */
    public SocketClient(int port, String path, String fields) throws IOException {
        raw = new RawConnection(port);
        raw.send(handshake("GET " + path).replace("Host: x\r\n", "Host: x\r\n" + fields));
        String answer = raw.readUntil("\r\n\r\n");
        if (!answer.startsWith("HTTP/1.1 101 ")) {
            raw.close();
            throw new IOException(answer);
        }
    }

    /** The head of a request for one, with the key that the standard has in its example. */
    public static String handshake(String request) {
        return request + " HTTP/1.1\r\nHost: x\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    }

    /** Sends a message, or the last part of one. */
    public SocketClient send(String text) throws IOException {
        frame(LAST | (withinMessage ? MORE : TEXT), text);
        withinMessage = false;
        return this;
    }

    /** Sends a part of a message that is not the last. */
    public SocketClient sendPart(String text) throws IOException {
        frame(withinMessage ? MORE : TEXT, text);
        withinMessage = true;
        return this;
    }

    private void frame(int head, String text) throws IOException {
        String length = text.length() <= MAX_SHORT
                ? "" + (char) (MASKED | text.length())
                : "" + (char) (MASKED | TWO_BYTES) + (char) (text.length() >> 8) + (char) (text.length() & 0xff);
        raw.send((char) head + length + NO_MASK + text);
    }

    /** The next message; null when the other side has ended the connection. */
    public @Nullable String next() throws IOException {
        byte[] head = raw.read(2);
        if (head.length < 2 || (head[0] & 0xf) == CLOSE) {
            return null;
        }
        int length = head[1];
        if (length == TWO_BYTES) {
            byte[] more = raw.read(2);
            length = (more[0] & 0xff) << 8 | (more[1] & 0xff);
        }
        return new String(raw.read(length), ISO_8859_1);
    }

    /** Says that it is the end, if there is still somebody. */
    @Override
    public void close() throws IOException {
        try (raw) {
            frame(LAST | CLOSE, "" + (char) (NORMAL >> 8) + (char) (NORMAL & 0xff));
        } catch (IOException e) {
            return; // the other side was first
        }
    }
}
