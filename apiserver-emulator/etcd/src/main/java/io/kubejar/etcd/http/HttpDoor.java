package io.kubejar.etcd.http;

import io.kubejar.etcd.engine.Engine;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Takes over connections that turned out to speak HTTP/1.1. */
public final class HttpDoor implements AutoCloseable {
    private static final int MAX_HEADER_BYTES = 1024 * 1024; // as Go's http.DefaultMaxHeaderBytes

    /** How long a connection may be silent; etcd gives a request's head that long, and does not end idle connections. */
    private static final Duration IDLE = Duration.ofMinutes(5);

    private final ChannelGroup channels = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);
    private final Service service;
    private final Duration idle;

    /**
     * For a store.
     *
     * @param gateway what is below {@code /v3/}
     * @param calls what {@code /metrics} says of calls
     */
    public HttpDoor(Engine engine, Endpoint gateway, MetricsPage.Source calls) {
        this(engine, gateway, calls, IDLE);
    }

    HttpDoor(Engine engine, Endpoint gateway, MetricsPage.Source calls, Duration idle) {
        this.service = new Service(new Endpoints(engine, gateway, calls), new AccessRules(engine), engine::now);
        this.idle = idle;
    }

    /** Takes up a request that came some other way. */
    Intake begin(RequestHead request, Output out) {
        return service.begin(request, out);
    }

    /** The time that answers carry. */
    Supplier<Instant> clock() {
        return service.clock();
    }

    /**
     * Takes over a connection: adds what it needs to the end of the pipeline.
     *
     * @param tls of the connection; null for plain text
     */
    public void take(ChannelPipeline pipeline, @Nullable SSLSession tls) {
        channels.add(pipeline.channel());
        HttpDecoderConfig limits = new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_HEADER_BYTES)
                .setMaxHeaderSize(MAX_HEADER_BYTES);
        pipeline.addLast(
                new HttpServerCodec(limits),
                new IdleStateHandler(idle.toMillis(), 0, 0, TimeUnit.MILLISECONDS),
                new HttpConnection(service, tls));
    }

    /** Ends all connections, and those that are still taken over. */
    @Override
    public void close() {
        channels.close().awaitUninterruptibly();
    }
}
