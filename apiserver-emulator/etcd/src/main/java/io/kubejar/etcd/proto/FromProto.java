package io.kubejar.etcd.proto;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.kubejar.etcd.mvcc.Bytes;
import io.kubejar.etcd.mvcc.Compare;
import io.kubejar.etcd.mvcc.DeleteOp;
import io.kubejar.etcd.mvcc.EtcdError;
import io.kubejar.etcd.mvcc.EtcdRefusal;
import io.kubejar.etcd.mvcc.KeyRange;
import io.kubejar.etcd.mvcc.Op;
import io.kubejar.etcd.mvcc.PutOp;
import io.kubejar.etcd.mvcc.RangeOp;
import io.kubejar.etcd.mvcc.TxnOp;
import io.kubejar.etcd.watch.WatchRequest;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Requests, read. */
public final class FromProto {
    /** In Compare; newer than the message class. */
    private static final int LEASE_TARGET = 4;

    private static final int LEASE_FIELD = 8;

    private static final Bytes SMALLEST_KEY = Bytes.wrap(new byte[] {0});

    private FromProto() {}

    /** The bytes; shared with the message where they lie in one array of their own, for neither changes. */
    public static Bytes bytes(ByteString string) {
        if (string.isEmpty()) {
            return Bytes.EMPTY;
        }
        byte[] array = SharedArray.of(string);
        return Bytes.wrap(array != null ? array : string.toByteArray());
    }

    /** A range request. */
    public static RangeOp range(RangeRequest request) {
        return new RangeOp(
                KeyRange.ofRequest(bytes(request.getKey()), bytes(request.getRangeEnd())),
                request.getLimit(),
                request.getRevision(),
                switch (request.getSortOrder()) {
                    case NONE -> RangeOp.SortOrder.NONE;
                    case ASCEND -> RangeOp.SortOrder.ASCEND;
                    case DESCEND -> RangeOp.SortOrder.DESCEND;
                    case UNRECOGNIZED -> RangeOp.SortOrder.UNKNOWN;
                },
                switch (request.getSortTarget()) {
                    case KEY -> RangeOp.SortTarget.KEY;
                    case VERSION -> RangeOp.SortTarget.VERSION;
                    case CREATE -> RangeOp.SortTarget.CREATE;
                    case MOD -> RangeOp.SortTarget.MOD;
                    case VALUE -> RangeOp.SortTarget.VALUE;
                    case UNRECOGNIZED -> RangeOp.SortTarget.UNKNOWN;
                },
                request.getKeysOnly(),
                request.getCountOnly(),
                request.getMinModRevision(),
                request.getMaxModRevision(),
                request.getMinCreateRevision(),
                request.getMaxCreateRevision());
    }

    /** A put request. */
    public static PutOp put(PutRequest request) {
        return new PutOp(
                bytes(request.getKey()),
                bytes(request.getValue()),
                request.getLease(),
                request.getPrevKv(),
                request.getIgnoreValue(),
                request.getIgnoreLease());
    }

    /** A delete request. */
    public static DeleteOp delete(DeleteRangeRequest request) {
        KeyRange range = KeyRange.ofRequest(bytes(request.getKey()), bytes(request.getRangeEnd()));
        return new DeleteOp(range, request.getPrevKv());
    }

    /**
     * A transaction.
     *
     * @throws EtcdRefusal when an operation in it is empty
     */
    public static TxnOp txn(TxnRequest request) {
        List<Compare> compares = new ArrayList<>(request.getCompareCount());
        request.getCompareList().forEach(compare -> compares.add(compare(compare)));
        return new TxnOp(compares, ops(request.getSuccessList()), ops(request.getFailureList()));
    }

    private static List<Op> ops(List<RequestOp> requests) {
        List<Op> ops = new ArrayList<>(requests.size());
        for (RequestOp request : requests) {
            ops.add(
                    switch (request.getRequestCase()) {
                        case REQUEST_RANGE -> range(request.getRequestRange());
                        case REQUEST_PUT -> put(request.getRequestPut());
                        case REQUEST_DELETE_RANGE -> delete(request.getRequestDeleteRange());
                        case REQUEST_TXN -> txn(request.getRequestTxn());
                        case REQUEST_NOT_SET -> throw EtcdError.KEY_NOT_FOUND.refusal(); // upstream's words for it
                    });
        }
        return ops;
    }

    private static Compare compare(io.etcd.jetcd.api.Compare compare) {
        Compare.Target target = switch (compare.getTargetValue()) {
            case 0 -> Compare.Target.VERSION;
            case 1 -> Compare.Target.CREATE;
            case 2 -> Compare.Target.MOD;
            case 3 -> Compare.Target.VALUE;
            case LEASE_TARGET -> Compare.Target.LEASE;
            default -> throw EtcdError.KEY_NOT_FOUND.refusal();
        };
        long number = switch (target) {
            case VERSION -> compare.getVersion();
            case CREATE -> compare.getCreateRevision();
            case MOD -> compare.getModRevision();
            case LEASE -> number(compare.getUnknownFields(), LEASE_FIELD);
            case VALUE -> 0;
        };
        return new Compare(
                KeyRange.ofRequest(bytes(compare.getKey()), bytes(compare.getRangeEnd())),
                target,
                switch (compare.getResult()) {
                    case EQUAL, UNRECOGNIZED -> Compare.Result.EQUAL;
                    case GREATER -> Compare.Result.GREATER;
                    case LESS -> Compare.Result.LESS;
                    case NOT_EQUAL -> Compare.Result.NOT_EQUAL;
                },
                number,
                bytes(compare.getValue()));
    }

    /** A number in a field that the message class does not know; 0 when it is not there. */
    public static long number(UnknownFieldSet fields, int field) {
        List<Long> values = fields.getField(field).getVarintList();
        return values.isEmpty() ? 0 : values.get(values.size() - 1);
    }

    /** A message in a field that the message class does not know. */
    public static Optional<UnknownFieldSet> message(UnknownFieldSet fields, int field) {
        List<ByteString> values = fields.getField(field).getLengthDelimitedList();
        if (values.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(UnknownFieldSet.parseFrom(values.get(values.size() - 1)));
        } catch (InvalidProtocolBufferException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A text in a field that the message class does not know; empty when it is not there. */
    public static String text(UnknownFieldSet fields, int field) {
        List<ByteString> values = fields.getField(field).getLengthDelimitedList();
        return values.isEmpty() ? "" : values.get(values.size() - 1).toStringUtf8();
    }

    /** A request to watch. No key means the smallest one. Source: etcd 3.6 v3rpc.serverWatchStream.recvLoop. */
    public static WatchRequest watch(WatchCreateRequest request) {
        Bytes key = request.getKey().isEmpty() ? SMALLEST_KEY : bytes(request.getKey());
        return new WatchRequest(
                KeyRange.ofRequest(key, bytes(request.getRangeEnd())),
                request.getStartRevision(),
                request.getFiltersList().contains(WatchCreateRequest.FilterType.NOPUT),
                request.getFiltersList().contains(WatchCreateRequest.FilterType.NODELETE),
                request.getProgressNotify());
    }
}
