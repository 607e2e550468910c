package io.kubejar.server.http;

import io.kubejar.core.chance.Chance;
import io.kubejar.core.time.SystemClock;
import io.kubejar.server.exchange.Headers;
import io.kubejar.server.exchange.RequestHandler;
import io.kubejar.server.pki.Identity;
import io.kubejar.server.pki.Pki;
import io.kubejar.server.remote.ClientTls;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A running server with its certificates, and clients for it. */
final class Door implements AutoCloseable {
    static final Pki PKI = Pki.create(SystemClock.INSTANCE, Chance.secure());

    final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
    final HttpServer server;

    Door(RequestHandler handler) {
        this(handler, Limits.DEFAULT);
    }

    Door(RequestHandler handler, Limits limits) {
        HttpServerConfig config = HttpServerConfig.loopback(
                        0,
                        PKI.server(),
                        List.of(PKI.authority().certificate()),
                        SystemClock.INSTANCE,
                        (what, why) -> faults.add(why))
                .with(limits);
        server = HttpServer.start(config, handler);
    }

    /** Limits with another size of bodies and another time for idle connections and for closing. */
    static Limits limits(int bodyBytes, Duration idle, Duration drain) {
        Limits usual = Limits.DEFAULT;
        return new Limits(bodyBytes, 16 * 1024, 64 * 1024, 100, usual.workers(), usual.handshake(), idle, drain);
    }

    static Headers plain() {
        return new Headers().add("content-type", "text/plain");
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    URI uri(String path) {
        return URI.create("https://127.0.0.1:" + server.port() + path);
    }

    URI webSocketUri(String path) {
        return URI.create("wss://127.0.0.1:" + server.port() + path);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path));
    }

    static HttpClient client(HttpClient.Version version, @Nullable Identity identity) {
        return HttpClient.newBuilder()
                .version(version)
                .sslContext(ClientTls.context(List.of(PKI.authority().certificate()), identity))
                .build();
    }

    /** A raw TLS connection that speaks HTTP/1.1. */
    SSLSocket connect() throws IOException {
        Socket socket = ClientTls.context(List.of(PKI.authority().certificate()), null)
                .getSocketFactory()
                .createSocket("127.0.0.1", server.port());
        socket.setSoTimeout(10_000);
        return (SSLSocket) socket;
    }

    static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** Everything until the server closes. */
    static String readAll(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** Reads until the text has come, and gives all that was read. */
    static String readUntil(Socket socket, String text) throws IOException {
        StringBuilder out = new StringBuilder();
        while (out.indexOf(text) < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("ended before \"" + text + "\" came: " + out);
            }
            out.append((char) next);
        }
        return out.toString();
    }

    @Override
    public void close() {
        server.close();
        if (!faults.isEmpty()) {
            throw new AssertionError("the server broke inside", faults.peek());
        }
    }
}
