package io.kubejar.etcd.grpc;

import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.kubejar.etcd.access.Access;
import io.kubejar.etcd.count.Count;
import io.kubejar.etcd.engine.Engine;
import io.kubejar.etcd.engine.WatchListener;
import io.kubejar.etcd.engine.Watcher;
import io.kubejar.etcd.mvcc.EtcdError;
import io.kubejar.etcd.mvcc.EtcdRefusal;
import io.kubejar.etcd.mvcc.Event;
import io.kubejar.etcd.proto.FromProto;
import io.kubejar.etcd.proto.ToProto;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One stream with its watches. gRPC hands requests in one at a time; all answers go out from between the engine's
 * deliveries, one at a time too. A stream that cannot take more holds up only its own watches: they fall behind and
 * read on from the store's log later. Source: etcd 3.6 v3rpc/watch.go.
 */
final class WatchStream implements StreamObserver<WatchRequest> {
    private static final long NO_ID = -1;
    private static final int ID_FIELD = 7; // in WatchCreateRequest; newer than the message class
    private static final int FRAGMENT_FIELD = 8;
    private static final String DUPLICATE_ID = "mvcc: duplicate watch ID provided on the WatchStream";

    private final Access access;
    private final Engine engine;
    private final ServerCallStreamObserver<WatchResponse> out;
    private final Map<Long, StreamWatch> watches = new ConcurrentHashMap<>();
    private final AtomicBoolean isCounted = new AtomicBoolean(true);
    private long nextId; // only for the thread that hands requests in
    private boolean ended; // only between the engine's deliveries

    WatchStream(Access access, ServerCallStreamObserver<WatchResponse> out) {
        this.access = access;
        this.engine = access.engine();
        this.out = out;
    }

    WatchStream open() {
        engine.counts().add(Count.WATCH_STREAMS, 1);
        out.setOnReadyHandler(() -> watches.values().forEach(StreamWatch::resume));
        out.setOnCancelHandler(this::closeAll);
        return this;
    }

    @Override
    public void onNext(WatchRequest request) {
        switch (request.getRequestUnionCase()) {
            case CREATE_REQUEST -> create(request.getCreateRequest());
            case CANCEL_REQUEST -> {
                StreamWatch watch = watches.remove(request.getCancelRequest().getWatchId());
                if (watch != null) {
                    watch.close();
                }
            }
            case PROGRESS_REQUEST ->
                engine.requestProgress(
                        watches.values().stream().map(StreamWatch::watcher).toList(),
                        revision -> send(response(NO_ID, revision)));
            case REQUESTUNION_NOT_SET -> {} // upstream ignores it too
        }
    }

    @Override
    public void onError(Throwable gone) {
        closeAll();
    }

    @Override
    public void onCompleted() {
        closeAll();
        engine.betweenDeliveries(() -> end(out::onCompleted));
    }

    /** Between deliveries: answers, unless the stream has ended. */
    private void send(WatchResponse.Builder response) {
        send(response.build());
    }

    private void send(WatchResponse response) {
        if (!ended) {
            out.onNext(response);
        }
    }

    /** Between deliveries: ends the stream, whichever end comes first. */
    private void end(Runnable how) {
        if (!ended) {
            ended = true;
            how.run();
        }
    }

    private void closeAll() {
        if (isCounted.compareAndSet(true, false)) {
            engine.counts().add(Count.WATCH_STREAMS, -1);
        }
        watches.values().forEach(StreamWatch::close);
        watches.clear();
    }

    private void create(WatchCreateRequest request) {
        io.kubejar.etcd.watch.WatchRequest watch = FromProto.watch(request);
        long id = FromProto.number(request.getUnknownFields(), ID_FIELD);
        EtcdRefusal forbidden = watch.startRevision() < 0 ? null : forbidden(watch);
        if (forbidden != null) {
            refuse(reason(forbidden.error()));
        } else if (!watch.refusal().isEmpty()) {
            refuse(watch.refusal());
        } else if (watches.containsKey(id) && id != 0) {
            refuse(DUPLICATE_ID);
        } else {
            while (id == 0 && watches.containsKey(nextId)) {
                nextId++;
            }
            boolean fragment = FromProto.number(request.getUnknownFields(), FRAGMENT_FIELD) != 0;
            StreamWatch created = new StreamWatch(id == 0 ? nextId++ : id, request.getPrevKv(), fragment);
            watches.put(created.id, created);
            created.start(watch);
        }
    }

    private @Nullable EtcdRefusal forbidden(io.kubejar.etcd.watch.WatchRequest watch) {
        try {
            access.requireWatch(watch.range());
            return null;
        } catch (EtcdRefusal e) {
            return e;
        }
    }

    /** As Go prints the error. */
    private static String reason(EtcdError error) {
        StringBuilder code = new StringBuilder();
        for (String word : error.code().name().split("_")) {
            code.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return "rpc error: code = " + code + " desc = " + error.text();
    }

    private void refuse(String reason) {
        engine.betweenDeliveries(() -> send(response(NO_ID, engine.revision())
                .setCreated(true)
                .setCanceled(true)
                .setCancelReason(reason)));
    }

    private static WatchResponse.Builder response(long id, long revision) {
        return WatchResponse.newBuilder().setHeader(ToProto.header(revision)).setWatchId(id);
    }

    /** One watch of the stream. */
    private final class StreamWatch implements WatchListener {
        private final long id;
        private final boolean previous;
        private final boolean fragment;
        private volatile @Nullable Watcher watcher;
        private volatile boolean closed;

        StreamWatch(long id, boolean previous, boolean fragment) {
            this.id = id;
            this.previous = previous;
            this.fragment = fragment;
        }

        void start(io.kubejar.etcd.watch.WatchRequest request) {
            try {
                Watcher started = engine.watch(request, this);
                watcher = started;
                if (closed) {
                    started.close();
                } else {
                    started.resume(); // the stream may have become ready before there was a watcher to tell
                }
            } catch (EtcdRefusal e) {
                engine.betweenDeliveries(() -> end(() -> out.onError(Calls.error(e))));
            }
        }

        Watcher watcher() {
            Watcher started = watcher;
            if (started == null) {
                throw new IllegalStateException("a request came before the one before it was done");
            }
            return started;
        }

        void resume() {
            Watcher started = watcher;
            if (started != null) {
                started.resume();
            }
        }

        void close() {
            closed = true;
            Watcher started = watcher;
            if (started != null) {
                started.close();
            }
        }

        @Override
        public boolean isReady() {
            return out.isReady();
        }

        @Override
        public void onCreated(long revision) {
            send(response(id, revision).setCreated(true));
        }

        @Override
        public void onEvents(long revision, List<Event> events) {
            WatchResponse.Builder response = response(id, revision);
            for (Event event : events) {
                response.addEvents(ToProto.event(event, previous));
            }
            if (fragment) {
                Fragments.of(response.build()).forEach(WatchStream.this::send);
            } else {
                send(response);
            }
        }

        @Override
        public void onProgress(long revision) {
            send(response(id, revision));
        }

        @Override
        public void onEnd(End end, long compactRevision, long revision) {
            watches.remove(id, this);
            if (out.isCancelled()) {
                return;
            }
            if (end == End.STOPPED) {
                watches.clear();
                WatchStream.this.end(() -> out.onError(Calls.error(EtcdError.STOPPED)));
            } else {
                send(response(id, revision).setCanceled(true).setCompactRevision(compactRevision));
            }
        }
    }
}
