package io.kubejar.etcd.proto;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.etcd.jetcd.api.DeleteRangeResponse;
import io.etcd.jetcd.api.LeaseTimeToLiveRequest;
import io.etcd.jetcd.api.LeaseTimeToLiveResponse;
import io.etcd.jetcd.api.PutResponse;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.ResponseHeader;
import io.etcd.jetcd.api.ResponseOp;
import io.etcd.jetcd.api.TxnResponse;
import io.kubejar.etcd.engine.Alarm;
import io.kubejar.etcd.engine.Store;
import io.kubejar.etcd.lease.Lease;
import io.kubejar.etcd.mvcc.Bytes;
import io.kubejar.etcd.mvcc.Event;
import io.kubejar.etcd.mvcc.KeyValue;
import io.kubejar.etcd.mvcc.OpResult;
import java.time.Instant;

/** Answers, written. Bytes are shared with the store, not copied. */
public final class ToProto {
    /** What a lone etcd member with default settings calls itself and its cluster. */
    public static final long MEMBER_ID = Alarm.MEMBER;

    /** See {@link #MEMBER_ID}. */
    public static final long CLUSTER_ID = 0xcdf818194e3a8c32L;

    /** A lone member has voted for itself once. */
    public static final long RAFT_TERM = 2;

    private ToProto() {}

    /** A header with the store's revision. */
    public static ResponseHeader header(long revision) {
        return ResponseHeader.newBuilder()
                .setClusterId(CLUSTER_ID)
                .setMemberId(MEMBER_ID)
                .setRevision(revision)
                .setRaftTerm(RAFT_TERM)
                .build();
    }

    private static ResponseHeader innerHeader(long revision) {
        return ResponseHeader.newBuilder().setRevision(revision).build();
    }

    /** The bytes themselves. */
    public static ByteString bytes(Bytes bytes) {
        return UnsafeByteOperations.unsafeWrap(bytes.array());
    }

    /** How long a lease has to live; -1 when there is none. Source: etcd 3.6 EtcdServer.leaseTimeToLive. */
    public static LeaseTimeToLiveResponse timeToLive(Store store, Instant now, LeaseTimeToLiveRequest request) {
        LeaseTimeToLiveResponse.Builder response = LeaseTimeToLiveResponse.newBuilder()
                .setHeader(header(store.state().revision()))
                .setID(request.getID())
                .setTTL(-1);
        Lease lease = store.leases().get(request.getID());
        if (lease != null) {
            response.setTTL(lease.remainingSeconds(now)).setGrantedTTL(lease.ttl());
            if (request.getKeys()) {
                lease.keys().forEach(key -> response.addKeys(bytes(key)));
            }
        }
        return response.build();
    }

    /** A key and its value. */
    public static io.etcd.jetcd.api.KeyValue keyValue(KeyValue kv) {
        return io.etcd.jetcd.api.KeyValue.newBuilder()
                .setKey(bytes(kv.key()))
                .setValue(bytes(kv.value()))
                .setCreateRevision(kv.createRevision())
                .setModRevision(kv.modRevision())
                .setVersion(kv.version())
                .setLease(kv.lease())
                .build();
    }

    /** An event, with what was before when asked for. */
    public static io.etcd.jetcd.api.Event event(Event event, boolean previous) {
        io.etcd.jetcd.api.Event.Builder builder = io.etcd.jetcd.api.Event.newBuilder()
                .setType(
                        event.isDelete()
                                ? io.etcd.jetcd.api.Event.EventType.DELETE
                                : io.etcd.jetcd.api.Event.EventType.PUT)
                .setKv(keyValue(event.kv()));
        KeyValue before = event.previous();
        if (previous && before != null) {
            builder.setPrevKv(keyValue(before));
        }
        return builder.build();
    }

    /** What was read. */
    public static RangeResponse range(OpResult.Range result) {
        return range(result, header(result.revision()));
    }

    private static RangeResponse range(OpResult.Range result, ResponseHeader header) {
        RangeResponse.Builder builder = RangeResponse.newBuilder()
                .setHeader(header)
                .setCount(result.count())
                .setMore(result.more());
        for (KeyValue kv : result.kvs()) {
            builder.addKvs(keyValue(kv));
        }
        return builder.build();
    }

    /** A put. */
    public static PutResponse put(OpResult.Put result) {
        return put(result, header(result.revision()));
    }

    private static PutResponse put(OpResult.Put result, ResponseHeader header) {
        PutResponse.Builder builder = PutResponse.newBuilder().setHeader(header);
        KeyValue before = result.previous();
        if (before != null) {
            builder.setPrevKv(keyValue(before));
        }
        return builder.build();
    }

    /** A deletion. */
    public static DeleteRangeResponse delete(OpResult.Delete result) {
        return delete(result, header(result.revision()));
    }

    private static DeleteRangeResponse delete(OpResult.Delete result, ResponseHeader header) {
        DeleteRangeResponse.Builder builder =
                DeleteRangeResponse.newBuilder().setHeader(header).setDeleted(result.deleted());
        result.previous().forEach(kv -> builder.addPrevKvs(keyValue(kv)));
        return builder.build();
    }

    /** A transaction. Headers within it hold the revision only, as upstream. */
    public static TxnResponse txn(OpResult.Txn result) {
        return txn(result, header(result.revision()));
    }

    private static TxnResponse txn(OpResult.Txn result, ResponseHeader header) {
        TxnResponse.Builder builder = TxnResponse.newBuilder().setHeader(header).setSucceeded(result.succeeded());
        for (OpResult inner : result.results()) {
            ResponseHeader innerHeader = innerHeader(inner.revision());
            ResponseOp.Builder op = ResponseOp.newBuilder();
            if (inner instanceof OpResult.Range range) {
                op.setResponseRange(range(range, innerHeader));
            } else if (inner instanceof OpResult.Put put) {
                op.setResponsePut(put(put, innerHeader));
            } else if (inner instanceof OpResult.Delete delete) {
                op.setResponseDeleteRange(delete(delete, innerHeader));
            } else {
                op.setResponseTxn(txn((OpResult.Txn) inner, innerHeader));
            }
            builder.addResponses(op);
        }
        return builder.build();
    }
}
