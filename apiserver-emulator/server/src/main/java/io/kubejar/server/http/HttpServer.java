package io.kubejar.server.http;

import io.kubejar.server.exchange.RequestHandler;
import io.kubejar.server.pki.Identity;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A server that listens on one port and gives every request to a handler, over HTTP/1.1, HTTP/2 and WebSocket. Its threads
 * are daemons and end with {@link #close}.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails on a channel closes it, and that is heard
public final class HttpServer implements AutoCloseable {
    static {
        // what matters goes to onFault; this spares the search for an SLF4J provider and its message when there is none
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
    }

    private static final AtomicBoolean WARM = new AtomicBoolean();
    private static final int LOOPS_MAX = 4;
    private static final Duration FORCE = Duration.ofSeconds(2);

    private final Transport transport;
    private final IoLoops loops;
    private final Channel listener;
    private final AtomicBoolean closed = new AtomicBoolean();

    private HttpServer(Transport transport, IoLoops loops, Channel listener) {
        this.transport = transport;
        this.loops = loops;
        this.listener = listener;
    }

    /**
     * Binds and serves.
     *
     * @throws ListenException when the address cannot be bound; nothing is left behind then
     */
    public static HttpServer start(HttpServerConfig config, RequestHandler handler) {
        Transport transport = new Transport(
                config, handler, new Workers("kubejar-request", config.limits().workers()));
        int threads = Math.max(2, Math.min(LOOPS_MAX, Runtime.getRuntime().availableProcessors()));
        IoLoops loops = new IoLoops("kubejar-http", threads);
        CompletableFuture<@Nullable SslContext> tls = new CompletableFuture<>();
        transport.workers.execute(() -> prepareTls(transport, tls));
        ChannelFuture bound = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .handler(new AcceptFaults(transport))
                .childHandler(new ConnectionSetup(transport, tls))
                .bind(new InetSocketAddress(config.host(), config.port()))
                .awaitUninterruptibly();
        HttpServer server = new HttpServer(transport, loops, bound.channel());
        Throwable why = bound.cause();
        if (why != null) {
            server.close();
            String where = config.host() + ":" + config.port();
            throw new ListenException(
                    "cannot listen on " + where + ": "
                            + (why instanceof BindException ? bindProblem(why) : why.getMessage()),
                    why);
        }
        return server;
    }

    /** On a worker, while the port is bound: in a cold JVM TLS takes longer than all the rest. */
    private static void prepareTls(Transport transport, CompletableFuture<@Nullable SslContext> ready) {
        try {
            Identity identity = transport.config.identity();
            if (identity == null) {
                ready.complete(null);
                return;
            }
            SslContext tls = Tls.context(identity, transport.config.clientAuthorities());
            ready.complete(tls);
            if (WARM.compareAndSet(false, true)) {
                TlsWarmup.run(tls.newEngine(UnpooledByteBufAllocator.DEFAULT));
            }
        } catch (IOException | RuntimeException | Error e) {
            transport.config.onFault().accept("preparing TLS", e);
            ready.completeExceptionally(e);
        }
    }

    private static String bindProblem(Throwable why) {
        String text = String.valueOf(why.getMessage());
        return text.contains("in use") ? "the port is already in use" : text;
    }

    /** The port it listens on. */
    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** Where it is reached from this machine: {@code https://127.0.0.1:6443}. */
    public String url() {
        return (transport.config.identity() == null ? "http" : "https") + "://" + address();
    }

    /** Host and port at which it is reached from this machine: {@code 127.0.0.1:6443}. */
    public String address() {
        String host = transport.config.host();
        if (((InetSocketAddress) listener.localAddress()).getAddress().isAnyLocalAddress()) {
            host = host.contains(":") ? "::1" : "127.0.0.1";
        }
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port();
    }

    /** How many requests have arrived and are not answered yet. Streams and WebSockets count until they are opened. */
    public int inFlight() {
        return transport.inFlight.get();
    }

    /** How many connections are open. */
    public int connections() {
        return transport.connections.size();
    }

    /** Ends every connection at once but those on which an answer is still owed. */
    public void cutConnections() {
        Set<Channel> owing = new HashSet<>();
        for (LiveExchange exchange : transport.open) {
            if (exchange.isOwed()) {
                owing.add(exchange.owner().connection());
            }
        }
        transport.connections.stream()
                .filter(connection -> !owing.contains(connection))
                .forEach(Channel::close);
    }

    /**
     * Stops accepting, ends streams and WebSockets, lets open requests be answered for a bounded time, and ends all
     * threads. Blocks until then; must not be called by the server's own threads. May be called twice.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        transport.draining = true;
        listener.close().awaitUninterruptibly();
        transport.open.forEach(LiveExchange::goAway);
        transport.connections.forEach(HttpServer::goAway);
        transport.awaitDrained();
        loops.close(FORCE);
        transport.workers.close(FORCE);
        transport.open.forEach(LiveExchange::ended);
    }

    private static void goAway(Channel connection) {
        connection.eventLoop().execute(() -> {
            ExchangeHandler http1 = connection.pipeline().get(ExchangeHandler.class);
            Http2End http2 = connection.pipeline().get(Http2End.class);
            if (http1 != null) {
                http1.goAway();
            } else if (http2 != null) {
                http2.goAway();
            } else {
                connection.close(); // still in its handshake
            }
        });
    }
}
