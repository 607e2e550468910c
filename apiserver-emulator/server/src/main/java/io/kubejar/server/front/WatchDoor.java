package io.kubejar.server.front;

import io.kubejar.core.chance.Chance;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.loop.Loop;
import io.kubejar.core.loop.Loops;
import io.kubejar.core.loop.Timer;
import io.kubejar.server.exchange.Exchange;
import io.kubejar.server.exchange.ResponseStream;
import io.kubejar.server.exchange.ServerRequest;
import io.kubejar.server.exchange.WebSocket;
import io.kubejar.server.pipeline.Pipeline;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.request.Call;
import io.kubejar.server.verbs.WatchVerb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Opens watches over HTTP: chunked, or a WebSocket when the client asks for one. Upstream: serveWatchHandler, watch.go, v1.36. */
final class WatchDoor {
    private static final Duration BOOKMARK_EVERY = Duration.ofSeconds(60);
    private static final int MIN_SECONDS = 1800;

    private final Pipeline pipeline;
    private final Forms forms;
    private final Loops loops;
    private final Chance chance;
    private final Set<WatchStream> open = ConcurrentHashMap.newKeySet();

    WatchDoor(Pipeline pipeline, Forms forms, Loops loops, Chance chance) {
        this.pipeline = pipeline;
        this.forms = forms;
        this.loops = loops;
        this.chance = chance;
    }

    /** Answers a watch. A revision that is too old is told in the stream, as upstream does. */
    void open(ResourceDef def, Call call, ServerRequest request, Exchange exchange, MediaType type) {
        boolean bookmarks = Options.isSet(request, "allowWatchBookmarks");
        WatchVerb.InitialEvents initial = request.query().containsKey("sendInitialEvents")
                ? WatchVerb.InitialEvents.asked(Options.isSet(request, "sendInitialEvents"), bookmarks)
                : WatchVerb.InitialEvents.UNSAID;
        Loop loop = loops.loop("watch-" + def.resource().resource());
        LateSink sink = new LateSink();
        WatchStream stream =
                new WatchStream(def, forms, type, request.parameter("includeObject"), bookmarks, sink, loop);
        ApiClient.Watch watch;
        try {
            watch = pipeline.watch(call, initial, stream);
        } catch (StatusException e) {
            if (!e.is(Reason.EXPIRED) && !e.is(Reason.GONE)) {
                throw e;
            }
            stream.end(e);
            watch = () -> {};
        }
        stream.attach(watch);
        open.add(stream);
        List<Timer> timers = new ArrayList<>();
        timers.add(loop.after(timeout(request), "end of watch", () -> stream.end(null)));
        if (bookmarks) {
            tick(def, stream, loop);
        }
        Runnable closed = () -> {
            open.remove(stream);
            timers.forEach(Timer::cancel);
            stream.end(null);
        };
        if (exchange.isWebSocketUpgrade()) {
            sink.to(webSocket(exchange, stream, closed, type));
        } else {
            sink.to(chunked(exchange, stream, closed, type, call.warnings()));
        }
        stream.writable();
    }

    private void tick(ResourceDef def, WatchStream stream, Loop loop) {
        loop.after(BOOKMARK_EVERY, "bookmark", () -> {
            if (open.contains(stream)) {
                stream.bookmark(pipeline.context().stores().of(def).cache().revision());
                tick(def, stream, loop);
            }
        });
    }

    private Duration timeout(ServerRequest request) {
        String seconds = request.parameter("timeoutSeconds");
        long asked = seconds.isEmpty() ? 0 : Options.number("timeoutSeconds", seconds);
        return Duration.ofSeconds(asked > 0 ? asked : MIN_SECONDS + chance.below(MIN_SECONDS));
    }

    private static WatchStream.Sink chunked(
            Exchange exchange, WatchStream stream, Runnable closed, MediaType type, List<String> warnings) {
        ResponseStream body = exchange.stream(200, Answers.headers(type.streamType(), warnings));
        body.onWritable(stream::writable);
        body.onClose(closed);
        return new WatchStream.Sink() {
            @Override
            public void write(byte[] event) {
                body.write(Wire.framed(event, type));
            }

            @Override
            public boolean isWritable() {
                return body.isWritable();
            }

            @Override
            public void close() {
                body.close();
            }
        };
    }

    private static WatchStream.Sink webSocket(Exchange exchange, WatchStream stream, Runnable closed, MediaType type) {
        WebSocket socket = exchange.webSocket("", new WebSocket.Listener() {
            @Override
            public void onMessage(byte[] message, boolean binary) {} // a watch has nothing to be told

            @Override
            public void onClose() {
                closed.run();
            }
        });
        socket.onWritable(stream::writable);
        return new WatchStream.Sink() {
            @Override
            public void write(byte[] event) {
                if (type.isProtobuf()) {
                    socket.sendBinary(event);
                } else {
                    socket.sendText(event);
                }
            }

            @Override
            public boolean isWritable() {
                return socket.isWritable();
            }

            @Override
            public void close() {
                socket.close(1000, "");
            }
        };
    }

    /** Ends all watches. */
    void close() {
        open.forEach(stream -> stream.end(null));
    }

    /** Whether none has an event that waits for its client. */
    boolean isDrained() {
        return open.stream().allMatch(WatchStream::isDrained);
    }

    /** Open watches. */
    int size() {
        return open.size();
    }

    /** Takes nothing until the transport's stream is there; events wait in the queue. */
    private static final class LateSink implements WatchStream.Sink {
        private volatile WatchStream.@Nullable Sink real;

        void to(WatchStream.Sink sink) {
            real = sink;
        }

        @Override
        public void write(byte[] event) {
            WatchStream.Sink sink = real;
            if (sink != null) {
                sink.write(event);
            }
        }

        @Override
        public boolean isWritable() {
            WatchStream.Sink sink = real;
            return sink != null && sink.isWritable();
        }

        @Override
        public void close() {
            WatchStream.Sink sink = real;
            if (sink != null) {
                sink.close();
            }
        }
    }
}
