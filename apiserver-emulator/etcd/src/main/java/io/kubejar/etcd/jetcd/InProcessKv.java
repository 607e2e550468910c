package io.kubejar.etcd.jetcd;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.Txn;
import io.etcd.jetcd.api.CompactionResponse;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.kv.CompactResponse;
import io.etcd.jetcd.kv.DeleteResponse;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.kv.PutResponse;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.TxnImpl;
import io.etcd.jetcd.options.CompactOption;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import io.etcd.jetcd.options.TxnOption;
import io.kubejar.etcd.access.Access;
import io.kubejar.etcd.mvcc.EtcdRefusal;
import io.kubejar.etcd.mvcc.OpResult;
import io.kubejar.etcd.proto.FromProto;
import io.kubejar.etcd.proto.ToProto;
import java.util.concurrent.CompletableFuture;

/** jetcd's key-value service. */
final class InProcessKv implements KV {
    private static final ByteSequence NO_NAMESPACE = ByteSequence.EMPTY;

    private final Access access;

    InProcessKv(Access access) {
        this.access = access;
    }

    @Override
    public CompletableFuture<PutResponse> put(ByteSequence key, ByteSequence value) {
        return put(key, value, PutOption.DEFAULT);
    }

    @Override
    public CompletableFuture<PutResponse> put(ByteSequence key, ByteSequence value, PutOption option) {
        try { // and no lambda: see Rehearsal
            OpResult result = access.apply(FromJetcd.put(key, value, option));
            return CompletableFuture.completedFuture(new PutResponse(ToProto.put((OpResult.Put) result), NO_NAMESPACE));
        } catch (EtcdRefusal e) {
            return Answers.refused(e);
        }
    }

    @Override
    public CompletableFuture<GetResponse> get(ByteSequence key) {
        return get(key, GetOption.DEFAULT);
    }

    @Override
    public CompletableFuture<GetResponse> get(ByteSequence key, GetOption option) {
        return Answers.of(() -> {
            OpResult result = access.apply(FromJetcd.range(key, option));
            return new GetResponse(ToProto.range((OpResult.Range) result), NO_NAMESPACE);
        });
    }

    @Override
    public CompletableFuture<DeleteResponse> delete(ByteSequence key) {
        return delete(key, DeleteOption.DEFAULT);
    }

    @Override
    public CompletableFuture<DeleteResponse> delete(ByteSequence key, DeleteOption option) {
        return Answers.of(() -> {
            OpResult result = access.apply(FromJetcd.delete(key, option));
            return new DeleteResponse(ToProto.delete((OpResult.Delete) result), NO_NAMESPACE);
        });
    }

    @Override
    public CompletableFuture<CompactResponse> compact(long revision) {
        return compact(revision, CompactOption.DEFAULT);
    }

    @Override
    public CompletableFuture<CompactResponse> compact(long revision, CompactOption option) {
        return Answers.of(() -> new CompactResponse(CompactionResponse.newBuilder()
                .setHeader(ToProto.header(access.compact(revision)))
                .build()));
    }

    @Override
    public Txn txn() {
        return TxnImpl.newTxn(this::commit, NO_NAMESPACE);
    }

    @Override
    public Txn txn(TxnOption option) {
        return txn();
    }

    private CompletableFuture<TxnResponse> commit(TxnRequest request) {
        return Answers.of(() -> {
            OpResult result = access.apply(FromProto.txn(request));
            return new TxnResponse(ToProto.txn((OpResult.Txn) result), NO_NAMESPACE);
        });
    }
}
