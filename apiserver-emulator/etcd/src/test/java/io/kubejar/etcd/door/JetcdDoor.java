package io.kubejar.etcd.door;

import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.Response;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.api.CompactionResponse;
import io.etcd.jetcd.api.DeleteRangeResponse;
import io.etcd.jetcd.api.LeaseGrantResponse;
import io.etcd.jetcd.api.LeaseKeepAliveResponse;
import io.etcd.jetcd.api.LeaseRevokeResponse;
import io.etcd.jetcd.api.LeaseTimeToLiveResponse;
import io.etcd.jetcd.api.PutResponse;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnResponse;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.etcd.jetcd.common.exception.CompactedException;
import io.etcd.jetcd.common.exception.EtcdException;
import io.etcd.jetcd.common.exception.EtcdExceptionFactory;
import io.etcd.jetcd.options.LeaseOption;
import io.kubejar.core.loop.SimulatedLoops;
import io.kubejar.etcd.EtcdServer;
import io.kubejar.etcd.model.Answer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The embedded etcd through its in-process client: jetcd's interfaces. */
public final class JetcdDoor implements Door {
    private static final long PATIENCE_SECONDS = 30;

    private final EtcdServer etcd;
    private final Client client;
    private final @Nullable SimulatedLoops loops;

    private JetcdDoor(EtcdServer etcd, @Nullable SimulatedLoops loops) {
        this.etcd = etcd;
        this.client = etcd.client();
        this.loops = loops;
    }

    /** On a running one, which is closed with the door. */
    public static JetcdDoor on(EtcdServer etcd) {
        return new JetcdDoor(etcd, null);
    }

    /** On a running one, which is closed with the door and whose time stands still. */
    public static JetcdDoor on(EtcdServer etcd, SimulatedLoops loops) {
        return new JetcdDoor(etcd, loops);
    }

    @Override
    public Set<Ability> abilities() {
        return loops == null ? EnumSet.of(Ability.AT_ONCE) : EnumSet.of(Ability.AT_ONCE, Ability.CLOCK);
    }

    @Override
    public Answer call(RequestOp request) {
        KV kv = client.getKVClient();
        return switch (request.getRequestCase()) {
            case REQUEST_RANGE -> {
                var range = request.getRequestRange();
                yield answer(
                        kv.get(JetcdCalls.bytes(range.getKey()), JetcdCalls.get(range)), RangeResponse.newBuilder());
            }
            case REQUEST_PUT -> {
                var put = request.getRequestPut();
                yield answer(
                        kv.put(JetcdCalls.bytes(put.getKey()), JetcdCalls.bytes(put.getValue()), JetcdCalls.put(put)),
                        PutResponse.newBuilder());
            }
            case REQUEST_DELETE_RANGE -> {
                var delete = request.getRequestDeleteRange();
                yield answer(
                        kv.delete(JetcdCalls.bytes(delete.getKey()), JetcdCalls.delete(delete)),
                        DeleteRangeResponse.newBuilder());
            }
            case REQUEST_TXN -> {
                var txn = request.getRequestTxn();
                yield answer(
                        kv.txn()
                                .If(JetcdCalls.compares(txn))
                                .Then(JetcdCalls.ops(txn.getSuccessList()))
                                .Else(JetcdCalls.ops(txn.getFailureList()))
                                .commit(),
                        TxnResponse.newBuilder());
            }
            case REQUEST_NOT_SET -> throw new IllegalArgumentException("jetcd has no words for nothing");
        };
    }

    /** jetcd keeps the message to itself, but shows it whole as a text. */
    private static Answer answer(CompletableFuture<? extends Response> future, Message.Builder builder) {
        try {
            Response response =
                    future.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
            return Answer.of(message(response, builder));
        } catch (CompletionException e) {
            EtcdException refusal = EtcdExceptionFactory.toEtcdException(e.getCause());
            return Answer.refused(refusal.getErrorCode().name(), String.valueOf(refusal.getMessage()));
        }
    }

    private static Message message(Response response, Message.Builder builder) {
        try {
            TextFormat.merge(response.toString(), builder);
            return builder.build();
        } catch (TextFormat.ParseException e) {
            throw new IllegalStateException("jetcd's text is no message: " + response, e);
        }
    }

    @Override
    public Answer compact(long revision) {
        return answer(client.getKVClient().compact(revision), CompactionResponse.newBuilder());
    }

    @Override
    public Answer grant(long id, long ttl) {
        if (id != 0) {
            throw new IllegalArgumentException("jetcd has no words for the id of a lease");
        }
        return answer(client.getLeaseClient().grant(ttl), LeaseGrantResponse.newBuilder());
    }

    @Override
    public Answer revoke(long id) {
        return answer(client.getLeaseClient().revoke(id), LeaseRevokeResponse.newBuilder());
    }

    /** jetcd makes an error of a TTL of 0. */
    @Override
    public Answer keepAlive(long id) {
        Answer answer = answer(client.getLeaseClient().keepAliveOnce(id), LeaseKeepAliveResponse.newBuilder());
        if (!answer.text().equals("etcdserver: requested lease not found")) {
            return answer;
        }
        LeaseKeepAliveResponse.Builder none =
                LeaseKeepAliveResponse.newBuilder().setID(id);
        none.getHeaderBuilder().setRevision(etcd.revision());
        return Answer.of(none.build());
    }

    @Override
    public Answer timeToLive(long id) {
        LeaseOption keys = LeaseOption.builder().withAttachedKeys().build();
        return answer(client.getLeaseClient().timeToLive(id, keys), LeaseTimeToLiveResponse.newBuilder());
    }

    @Override
    public WatchRecord watch(WatchCreateRequest request) {
        return new JetcdWatch(request, client.getWatchClient());
    }

    private static final class JetcdWatch extends WatchRecord implements Watch.Listener {
        private final Watch.Watcher watcher;

        JetcdWatch(WatchCreateRequest request, Watch watches) {
            super(request);
            watcher = watches.watch(JetcdCalls.bytes(request.getKey()), JetcdCalls.watch(request), this);
        }

        @Override
        public void onNext(io.etcd.jetcd.watch.WatchResponse response) {
            add((WatchResponse) message(response, WatchResponse.newBuilder()));
        }

        @Override
        public void onError(Throwable error) {
            WatchResponse.Builder end = WatchResponse.newBuilder().setCanceled(true);
            if (error instanceof CompactedException compacted) {
                end.setCompactRevision(compacted.getCompactedRevision());
            } else {
                end.setCreated(responses().isEmpty()).setCancelReason(String.valueOf(error.getMessage()));
            }
            add(end.build());
        }

        @Override
        public void onCompleted() {
            // said by onError, or asked for
        }

        @Override
        public void close() {
            super.close();
            watcher.close();
        }
    }

    @Override
    public void requestProgress() {
        client.getWatchClient().requestProgress();
    }

    @Override
    public void advance(Duration duration) {
        if (loops == null) {
            throw new IllegalStateException("time goes by itself");
        }
        loops.advance(duration);
    }

    @Override
    public void close() {
        etcd.close();
    }
}
