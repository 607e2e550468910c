package io.kubejar.etcd.jetcd;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.api.WatchResponse;
import io.etcd.jetcd.common.exception.ErrorCode;
import io.etcd.jetcd.common.exception.EtcdException;
import io.etcd.jetcd.common.exception.EtcdExceptionFactory;
import io.etcd.jetcd.options.OptionsUtil;
import io.etcd.jetcd.options.WatchOption;
import io.kubejar.etcd.access.Access;
import io.kubejar.etcd.count.Count;
import io.kubejar.etcd.engine.WatchListener;
import io.kubejar.etcd.engine.Watcher;
import io.kubejar.etcd.mvcc.Bytes;
import io.kubejar.etcd.mvcc.EtcdError;
import io.kubejar.etcd.mvcc.EtcdRefusal;
import io.kubejar.etcd.mvcc.Event;
import io.kubejar.etcd.mvcc.KeyRange;
import io.kubejar.etcd.proto.ToProto;
import io.kubejar.etcd.watch.WatchRequest;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** jetcd's watch service. A watch here never breaks off and so never has to resume. */
final class InProcessWatch implements Watch {
    private static final ByteSequence NO_NAMESPACE = ByteSequence.EMPTY;

    private final Access access;
    private final Set<InProcessWatcher> watchers = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    InProcessWatch(Access access) {
        this.access = access;
    }

    @Override
    public Watcher watch(ByteSequence key, WatchOption option, Listener listener) {
        if (closed) {
            throw EtcdExceptionFactory.newClosedWatchClientException();
        }
        InProcessWatcher watcher = new InProcessWatcher(option, listener);
        WatchRequest request = request(key, option);
        watchers.add(watcher);
        try {
            if (request.startRevision() >= 0) {
                access.requireWatch(request.range());
            }
            if (request.refusal().isEmpty()) {
                watcher.start(request);
            } else {
                watchers.remove(watcher);
                watcher.refuse(request.refusal());
            }
        } catch (EtcdRefusal e) {
            watchers.remove(watcher);
            if (e.error() == EtcdError.STOPPED) {
                throw Answers.exception(e.error());
            }
            watcher.refused(e);
        }
        return watcher;
    }

    private static WatchRequest request(ByteSequence key, WatchOption option) {
        Bytes end;
        if (option.isPrefix()) {
            end = Bytes.wrap(
                    key.isEmpty()
                            ? new byte[] {0}
                            : OptionsUtil.prefixEndOf(key).getBytes());
        } else {
            end = Bytes.wrap(option.getEndKey().orElse(ByteSequence.EMPTY).getBytes());
        }
        Bytes start = Bytes.wrap(key.isEmpty() ? new byte[] {0} : key.getBytes());
        return new WatchRequest(
                KeyRange.ofRequest(start, end),
                option.getRevision(),
                option.isNoPut(),
                option.isNoDelete(),
                option.isProgressNotify());
    }

    @Override
    public void requestProgress() {
        watchers.forEach(InProcessWatcher::requestProgress);
    }

    @Override
    public void close() {
        closed = true;
        watchers.forEach(InProcessWatcher::close);
    }

    /** One watch. */
    private final class InProcessWatcher implements Watcher, WatchListener {
        private final WatchOption option;
        private final Listener listener;
        private volatile io.kubejar.etcd.engine.@Nullable Watcher watcher;
        private volatile boolean ended;

        InProcessWatcher(WatchOption option, Listener listener) {
            this.option = option;
            this.listener = listener;
        }

        void start(WatchRequest request) {
            io.kubejar.etcd.engine.Watcher started = access.watch(request, this);
            access.engine().counts().add(Count.WATCH_STREAMS, 1); // jetcd has one for each watch
            watcher = started;
            if (ended) { // closed by its own listener
                started.close();
            }
        }

        /** With jetcd's code for a watch that the server did not create. */
        void refuse(String reason) {
            fail(EtcdExceptionFactory.newEtcdException(ErrorCode.INTERNAL, reason));
        }

        void refused(EtcdRefusal why) {
            fail(Answers.exception(why.error()));
        }

        private void fail(EtcdException why) {
            ended = true;
            listener.onError(why);
            listener.onCompleted();
        }

        @Override
        public void onCreated(long revision) {
            if (option.isCreatedNotify()) {
                next(WatchResponse.newBuilder()
                        .setHeader(ToProto.header(revision))
                        .setCreated(true));
            }
        }

        @Override
        public void onEvents(long revision, List<Event> events) {
            WatchResponse.Builder response = WatchResponse.newBuilder().setHeader(ToProto.header(revision));
            for (Event event : events) {
                response.addEvents(ToProto.event(event, option.isPrevKV()));
            }
            next(response);
        }

        @Override
        public void onProgress(long revision) {
            next(WatchResponse.newBuilder().setHeader(ToProto.header(revision)));
        }

        private void next(WatchResponse.Builder response) {
            if (!ended) {
                listener.onNext(new io.etcd.jetcd.watch.WatchResponse(response.build(), NO_NAMESPACE));
            }
        }

        @Override
        public void onEnd(End end, long compactRevision, long revision) {
            watchers.remove(this);
            access.engine().counts().add(Count.WATCH_STREAMS, -1);
            ended = true;
            if (end == End.COMPACTED) {
                listener.onError(EtcdExceptionFactory.newCompactedException(compactRevision));
            } else if (end == End.STOPPED) {
                listener.onError(Answers.exception(EtcdError.STOPPED));
            }
            listener.onCompleted();
        }

        @Override
        public void close() {
            ended = true;
            io.kubejar.etcd.engine.Watcher started = watcher;
            if (started != null) {
                started.close();
            }
        }

        @Override
        public boolean isClosed() {
            return ended;
        }

        @Override
        public void requestProgress() {
            io.kubejar.etcd.engine.Watcher started = watcher;
            if (started != null && !ended) {
                access.engine().requestProgress(List.of(started), this::onProgress);
            }
        }
    }
}
