package io.kubejar.cluster;

import io.kubejar.server.remote.ClientTls;
import io.kubejar.server.remote.KubeconfigReader;
import io.kubejar.server.remote.Remote;
import io.kubejar.server.spdy.Frame;
import io.kubejar.server.spdy.FrameReader;
import io.kubejar.server.spdy.FrameWriter;
import io.kubejar.server.spdy.SpdyException;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;

/** As little of a client of {@code pods/portforward} as shows what the server does: SPDY/3.1 on a TLS socket, bare or tunnelled. */
final class SpdyClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket;
    private final FrameWriter writer = new FrameWriter();
    private final FrameReader reader = new FrameReader();
    private final boolean webSocket;
    private final Queue<Frame> frames = new ArrayDeque<>();
    private final String answer;

    /** Asks for a pod in the namespace default. */
    SpdyClient(Path kubeconfig, String pod) throws IOException {
        this(kubeconfig, pod, false);
    }

    /** The same, through a WebSocket if so wished. */
    SpdyClient(Path kubeconfig, String pod, boolean webSocket) throws IOException {
        this.webSocket = webSocket;
        Remote remote = KubeconfigReader.read(kubeconfig);
        int port = remote.server().getPort();
        socket = ClientTls.trustingAnyone(null).getSocketFactory().createSocket("127.0.0.1", port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        String upgrade = webSocket
                ? "websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                        + "Sec-WebSocket-Protocol: SPDY/3.1+portforward.k8s.io\r\n\r\n"
                : "SPDY/3.1\r\nX-Stream-Protocol-Version: portforward.k8s.io\r\n\r\n";
        String request = (webSocket ? "GET" : "POST") + " /api/v1/namespaces/default/pods/" + pod
                + "/portforward HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + remote.token()
                + "\r\nConnection: Upgrade\r\nUpgrade: " + upgrade;
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        answer = head(socket.getInputStream());
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder out = new StringBuilder();
        while (!out.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            out.append((char) next);
        }
        return out.toString();
    }

    /** Status line and header fields. */
    String answer() {
        return answer;
    }

    void send(Frame frame) throws IOException {
        byte[] bytes = writer.bytes(frame);
        if (webSocket) {
            // a whole binary message with a mask that changes nothing
            boolean isShort = bytes.length < 126;
            ByteBuffer message = ByteBuffer.allocate((isShort ? 6 : 8) + bytes.length);
            message.put((byte) 0x82).put((byte) (0x80 | (isShort ? bytes.length : 126)));
            if (!isShort) {
                message.putShort((short) bytes.length);
            }
            message.putInt(0).put(bytes);
            bytes = message.array();
        }
        socket.getOutputStream().write(bytes);
    }

    /** Opens the error stream and, with the next odd number, the data stream of a connection to a port. */
    void open(int errorStream, int port) throws IOException {
        for (int i = 0; i < 2; i++) {
            int stream = errorStream + 2 * i;
            String type = i == 0 ? "error" : "data";
            Map<String, String> headers = Map.of("streamtype", type, "port", "" + port, "requestid", "" + errorStream);
            send(new Frame.SynStream(stream, false, headers));
        }
        send(new Frame.Data(errorStream, true, new byte[0]));
    }

    void send(int stream, String text) throws IOException {
        send(new Frame.Data(stream, false, text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The next frame that is no answer to an opened stream, in words; "closed" at the end. */
    String next() throws IOException {
        while (true) {
            for (Frame frame = frames.poll(); frame != null; frame = frames.poll()) {
                if (frame instanceof Frame.Data data) {
                    String text = new String(data.bytes(), StandardCharsets.UTF_8);
                    return data.stream() + " " + text + (data.fin() ? "|" : "");
                }
                if (!(frame instanceof Frame.SynReply)) {
                    return frame.toString();
                }
            }
            byte[] bytes = webSocket ? message() : some();
            if (bytes.length == 0) {
                return "closed";
            }
            try {
                reader.read(bytes, frames::add);
            } catch (SpdyException e) {
                throw new IOException(e);
            }
        }
    }

    private byte[] some() throws IOException {
        byte[] buffer = new byte[64 * 1024];
        int bytes = socket.getInputStream().read(buffer);
        return Arrays.copyOf(buffer, Math.max(0, bytes));
    }

    /** The next message; empty when it says that the WebSocket is closed. */
    private byte[] message() throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        int kind = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        byte[] bytes = in.readNBytes(length == 126 ? in.readUnsignedShort() : length);
        return kind == 0x88 ? new byte[0] : bytes;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        writer.close();
        reader.close();
    }
}
