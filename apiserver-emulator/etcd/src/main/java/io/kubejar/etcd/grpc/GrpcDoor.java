package io.kubejar.etcd.grpc;

import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.WatchGrpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.InternalNettyServerCredentials;
import io.grpc.netty.NettyServerBuilder;
import io.kubejar.etcd.access.Authenticator;
import io.kubejar.etcd.engine.Engine;
import io.kubejar.etcd.gateway.Gateway;
import io.kubejar.etcd.http.HttpDoor;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Listens on the loopback address for etcd clients: for gRPC, and on the same port for HTTP/1.1. */
public final class GrpcDoor implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int MAX_MESSAGE_BYTES = 2 * 1024 * 1024; // of a request, with upstream's allowance for gRPC
    private static final long GRACE_MILLIS = 500; // a client that is there hears at once
    private static final long CLOSE_SECONDS = 2;

    private final EventLoops threads;
    private final Server server;
    private final OpenCalls calls;
    private final LateHttp http;
    private final String url;

    private GrpcDoor(EventLoops threads, Server server, OpenCalls calls, LateHttp http, String url) {
        this.threads = threads;
        this.server = server;
        this.calls = calls;
        this.http = http;
        this.url = url;
    }

    /**
     * How to listen.
     *
     * @param port 0 to have one picked
     * @param executor where calls run that may wait; null when none ever does. The others run where they arrive
     * @param tls null for plain text
     */
    public record Settings(
            int port, @Nullable Executor executor, @Nullable TlsFiles tls) {
        String url(int boundPort) {
            return (tls == null ? "http" : "https") + "://127.0.0.1:" + boundPort;
        }
    }

    /**
     * Listens.
     *
     * @throws UncheckedIOException when the port is taken
     * @throws IllegalArgumentException when a file for TLS is not what it should be
     */
    public static GrpcDoor open(Engine engine, Authenticator authenticator, Settings settings) {
        SslContext tls = settings.tls() == null ? null : settings.tls().context();
        EventLoops threads = new EventLoops(THREADS);
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.port());
        Server[] started = new Server[1];
        Entrance entrance = new Entrance(engine, authenticator, threads::here);
        List<ServerServiceDefinition> services = services(entrance, () -> settings.url(started[0].getPort()));
        CallCounts counts = new CallCounts(services);
        LateHttp http = new LateHttp(
                () -> new HttpDoor(engine, gateway(services, entrance, settings.executor(), counts), counts));
        OpenCalls calls = new OpenCalls();
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        address, InternalNettyServerCredentials.create(new EitherProtocol(tls, http)))
                .bossEventLoopGroup(threads.group())
                .workerEventLoopGroup(threads.group())
                .channelType(NioServerSocketChannel.class)
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .permitKeepAliveTime(5, TimeUnit.SECONDS) // as upstream
                .permitKeepAliveWithoutCalls(true)
                .directExecutor()
                .addStreamTracerFactory(counts)
                .intercept(new Callers(authenticator))
                .intercept(calls)
                .addServices(services)
                .addServices(new ReflectionService(services).definitions());
        Executor executor = settings.executor();
        if (executor != null) {
            builder.callExecutor(new Waiting(executor));
        }
        try {
            started[0] = builder.build().start();
        } catch (IOException e) {
            threads.stop(CLOSE_SECONDS);
            throw new UncheckedIOException(
                    "etcd cannot listen on " + address.getHostString() + ":" + settings.port() + ": " + reason(e), e);
        }
        return new GrpcDoor(threads, started[0], calls, http, settings.url(started[0].getPort()));
    }

    private static List<ServerServiceDefinition> services(Entrance entrance, Supplier<String> url) {
        return List.of(
                new KvService(entrance).bindService(),
                new WatchService(entrance).bindService(),
                new LeaseService(entrance).definition(),
                new AuthService(entrance).definition(),
                new LockService(entrance).bindService(),
                new ElectionService(entrance).bindService(),
                new MaintenanceService(entrance).definition(),
                new ClusterService(entrance, url).bindService(),
                new HealthService().bindService());
    }

    private static Gateway gateway(
            List<ServerServiceDefinition> services, Entrance entrance, @Nullable Executor executor, CallCounts counts) {
        Callers callers = new Callers(entrance.authenticator());
        return new Gateway(
                services.stream()
                        .map(service -> ServerInterceptors.intercept(service, callers))
                        .toList(),
                method -> mayWait(method) ? executor : null,
                MAX_MESSAGE_BYTES,
                counts,
                entrance.engine());
    }

    /**
     * Reads, writes and watches of keys never wait; all else may. They all run where they arrive, in order: who asks for a
     * watch and then writes over the same connection, without waiting for an answer in between, sees the write.
     */
    private static boolean mayWait(MethodDescriptor<?, ?> method) {
        boolean keys = KVGrpc.SERVICE_NAME.equals(method.getServiceName()) && !method.equals(KVGrpc.getCompactMethod());
        return !keys && !WatchGrpc.SERVICE_NAME.equals(method.getServiceName());
    }

    /** Calls that may wait run elsewhere. */
    private record Waiting(Executor executor) implements ServerCallExecutorSupplier {
        @Override
        public <Q, A> @Nullable Executor getExecutor(ServerCall<Q, A> call, Metadata metadata) {
            return mayWait(call.getMethodDescriptor()) ? executor : null;
        }
    }

    private static @Nullable String reason(IOException e) {
        return e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
    }

    /** Where it listens, as clients write it. */
    public String url() {
        return url;
    }

    /** Where it listens. */
    public int port() {
        return server.getPort();
    }

    /**
     * Stops listening and ends what still runs. Whoever waits is told so, and who comes meanwhile too; clients that do not hear
     * it in time are cut off.
     */
    @Override
    public void close() {
        threads.answerAll();
        server.shutdown();
        calls.stop();
        http.close();
        if (!awaitEnd(GRACE_MILLIS)) {
            server.shutdownNow();
            awaitEnd(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
        }
        threads.stop(CLOSE_SECONDS);
    }

    private boolean awaitEnd(long millis) {
        try {
            return server.awaitTermination(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
