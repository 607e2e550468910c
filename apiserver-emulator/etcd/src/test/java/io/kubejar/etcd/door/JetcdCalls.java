package io.kubejar.etcd.door;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import io.etcd.jetcd.options.WatchOption;
import java.util.List;

/** etcd's messages in jetcd's words, as far as jetcd has words for them. */
final class JetcdCalls {
    private JetcdCalls() {}

    static ByteSequence bytes(ByteString string) {
        return ByteSequence.from(string);
    }

    static GetOption get(RangeRequest request) {
        GetOption.Builder option = GetOption.builder()
                .withLimit(request.getLimit())
                .withRevision(request.getRevision())
                .withSortOrder(
                        GetOption.SortOrder.valueOf(request.getSortOrder().name()))
                .withSortField(
                        GetOption.SortTarget.valueOf(request.getSortTarget().name()))
                .withKeysOnly(request.getKeysOnly())
                .withCountOnly(request.getCountOnly())
                .withMinModRevision(request.getMinModRevision())
                .withMaxModRevision(request.getMaxModRevision())
                .withMinCreateRevision(request.getMinCreateRevision())
                .withMaxCreateRevision(request.getMaxCreateRevision());
        return request.getRangeEnd().isEmpty()
                ? option.build()
                : option.withRange(bytes(request.getRangeEnd())).build();
    }

    static PutOption put(PutRequest request) {
        require(!request.getIgnoreLease() && !request.getIgnoreValue(), request);
        PutOption.Builder option = PutOption.builder().withLeaseId(request.getLease());
        return request.getPrevKv() ? option.withPrevKV().build() : option.build();
    }

    static DeleteOption delete(DeleteRangeRequest request) {
        DeleteOption.Builder option = DeleteOption.builder().withPrevKV(request.getPrevKv());
        return request.getRangeEnd().isEmpty()
                ? option.build()
                : option.withRange(bytes(request.getRangeEnd())).build();
    }

    static Cmp[] compares(TxnRequest request) {
        return request.getCompareList().stream().map(JetcdCalls::compare).toArray(Cmp[]::new);
    }

    private static Cmp compare(Compare compare) {
        require(compare.getRangeEnd().isEmpty(), compare);
        CmpTarget<?> target = switch (compare.getTarget()) {
            case VERSION -> CmpTarget.version(compare.getVersion());
            case CREATE -> CmpTarget.createRevision(compare.getCreateRevision());
            case MOD -> CmpTarget.modRevision(compare.getModRevision());
            case VALUE -> CmpTarget.value(bytes(compare.getValue()));
            case UNRECOGNIZED -> throw new IllegalArgumentException("jetcd has no words for " + compare);
        };
        return new Cmp(
                bytes(compare.getKey()), Cmp.Op.valueOf(compare.getResult().name()), target);
    }

    static Op[] ops(List<RequestOp> requests) {
        return requests.stream().map(JetcdCalls::op).toArray(Op[]::new);
    }

    private static Op op(RequestOp request) {
        return switch (request.getRequestCase()) {
            case REQUEST_RANGE -> Op.get(bytes(request.getRequestRange().getKey()), get(request.getRequestRange()));
            case REQUEST_PUT ->
                Op.put(
                        bytes(request.getRequestPut().getKey()),
                        bytes(request.getRequestPut().getValue()),
                        put(request.getRequestPut()));
            case REQUEST_DELETE_RANGE ->
                Op.delete(bytes(request.getRequestDeleteRange().getKey()), delete(request.getRequestDeleteRange()));
            case REQUEST_TXN ->
                Op.txn(
                        compares(request.getRequestTxn()),
                        ops(request.getRequestTxn().getSuccessList()),
                        ops(request.getRequestTxn().getFailureList()));
            case REQUEST_NOT_SET -> throw new IllegalArgumentException("jetcd has no words for nothing");
        };
    }

    static WatchOption watch(WatchCreateRequest request) {
        WatchOption.Builder option = WatchOption.builder()
                .withRevision(request.getStartRevision())
                .withPrevKV(request.getPrevKv())
                .withProgressNotify(request.getProgressNotify())
                .withCreateNotify(true)
                .withNoPut(request.getFiltersList().contains(WatchCreateRequest.FilterType.NOPUT))
                .withNoDelete(request.getFiltersList().contains(WatchCreateRequest.FilterType.NODELETE));
        return request.getRangeEnd().isEmpty()
                ? option.build()
                : option.withRange(bytes(request.getRangeEnd())).build();
    }

    private static void require(boolean said, Object message) {
        if (!said) {
            throw new IllegalArgumentException("jetcd has no words for " + message);
        }
    }
}
