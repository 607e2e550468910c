package io.kubejar.bench;

import io.kubejar.server.remote.ClientTls;
import io.kubejar.server.remote.Remote;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * One HTTP/1.1 connection over TLS that is kept alive, as cheap as can be: the client runs on the processors that the
 * server is measured on. The answer's status is checked and its whole body read, but not parsed. For one thread.
 */
final class HttpsConnection implements AutoCloseable {
    private final SSLSocket socket;
    private final InputStream in;
    private final OutputStream out;
    private final String fields;
    private final byte[] buffer = new byte[32 * 1024];
    private int from;
    private int to;

    private HttpsConnection(SSLSocket socket, String fields) throws IOException {
        this.socket = socket;
        this.fields = fields;
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /** Connects and ends the handshake. */
    static HttpsConnection open(Remote remote) throws IOException {
        URI server = remote.server();
        SSLContext tls = remote.insecure()
                ? ClientTls.trustingAnyone(remote.identity())
                : ClientTls.context(remote.authorities(), remote.identity());
        Socket plain = new Socket(server.getHost(), server.getPort());
        plain.setTcpNoDelay(true);
        SSLSocket socket =
                (SSLSocket) tls.getSocketFactory().createSocket(plain, server.getHost(), server.getPort(), true);
        socket.startHandshake();
        String fields = " HTTP/1.1\r\nHost: " + server.getHost() + ":" + server.getPort()
                + "\r\nUser-Agent: bench/1\r\nAccept: application/json\r\n"
                + (remote.token().isEmpty() ? "" : "Authorization: Bearer " + remote.token() + "\r\n");
        return new HttpsConnection(socket, fields);
    }

    /** Creates an object, which must be answered with 201 or 200. */
    void create(String path, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        String head = "POST " + path + fields + "Content-Type: application/json\r\nContent-Length: " + body.length
                + "\r\n\r\n";
        send((head + json).getBytes(StandardCharsets.UTF_8));
    }

    /** Gets an object, which must be answered with 200. */
    void get(String path) throws IOException {
        send(("GET " + path + fields + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private void send(byte[] request) throws IOException {
        out.write(request);
        out.flush();
        String status = line();
        long length = -1;
        boolean chunked = false;
        for (String field = line(); !field.isEmpty(); field = line()) {
            String small = field.toLowerCase(Locale.ROOT);
            if (small.startsWith("content-length:")) {
                length = Long.parseLong(small.substring(15).strip());
            }
            chunked |= small.startsWith("transfer-encoding:") && small.contains("chunked");
        }
        if (chunked) {
            long chunk;
            do {
                chunk = Long.parseLong(line().strip(), 16);
                skip(chunk);
                line();
            } while (chunk > 0);
        } else {
            skip(length);
        }
        if (!status.startsWith("HTTP/1.1 20")) {
            throw new IOException("the answer is " + status);
        }
    }

    private void skip(long bytes) throws IOException {
        for (long left = bytes; left > 0; ) {
            fill();
            int some = (int) Math.min(left, to - from);
            from += some;
            left -= some;
        }
    }

    private String line() throws IOException {
        StringBuilder text = new StringBuilder(64);
        while (true) {
            fill();
            char c = (char) buffer[from++];
            if (c == '\n') {
                return text.toString();
            }
            if (c != '\r') {
                text.append(c);
            }
        }
    }

    /** Sees that there is something to read. */
    private void fill() throws IOException {
        if (from == to) {
            from = 0;
            to = in.read(buffer);
            if (to < 0) {
                throw new EOFException("the server has closed the connection");
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
