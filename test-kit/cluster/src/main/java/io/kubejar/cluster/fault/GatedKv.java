package io.kubejar.cluster.fault;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.Txn;
import io.etcd.jetcd.kv.CompactResponse;
import io.etcd.jetcd.kv.DeleteResponse;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.kv.PutResponse;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.CompactOption;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import io.etcd.jetcd.options.TxnOption;
import java.util.concurrent.CompletableFuture;

/** Keys and values behind a gate. */
record GatedKv(Gate gate, KV real) implements KV {
    @Override
    public CompletableFuture<PutResponse> put(ByteSequence key, ByteSequence value) {
        return gate.pass(() -> real.put(key, value));
    }

    @Override
    public CompletableFuture<PutResponse> put(ByteSequence key, ByteSequence value, PutOption option) {
        return gate.pass(() -> real.put(key, value, option));
    }

    @Override
    public CompletableFuture<GetResponse> get(ByteSequence key) {
        return gate.pass(() -> real.get(key));
    }

    @Override
    public CompletableFuture<GetResponse> get(ByteSequence key, GetOption option) {
        return gate.pass(() -> real.get(key, option));
    }

    @Override
    public CompletableFuture<DeleteResponse> delete(ByteSequence key) {
        return gate.pass(() -> real.delete(key));
    }

    @Override
    public CompletableFuture<DeleteResponse> delete(ByteSequence key, DeleteOption option) {
        return gate.pass(() -> real.delete(key, option));
    }

    @Override
    public CompletableFuture<CompactResponse> compact(long revision) {
        return gate.pass(() -> real.compact(revision));
    }

    @Override
    public CompletableFuture<CompactResponse> compact(long revision, CompactOption option) {
        return gate.pass(() -> real.compact(revision, option));
    }

    @Override
    public Txn txn() {
        return new GatedTxn(gate, real.txn());
    }

    @Override
    public Txn txn(TxnOption option) {
        return new GatedTxn(gate, real.txn(option));
    }

    @Override
    public void close() {
        real.close();
    }

    /** A transaction, which is one request. */
    private record GatedTxn(Gate gate, Txn real) implements Txn {
        @Override
        public Txn If(Cmp... compares) {
            return new GatedTxn(gate, real.If(compares));
        }

        @Override
        public Txn Then(Op... operations) {
            return new GatedTxn(gate, real.Then(operations));
        }

        @Override
        public Txn Else(Op... operations) {
            return new GatedTxn(gate, real.Else(operations));
        }

        @Override
        public CompletableFuture<TxnResponse> commit() {
            return gate.pass(real::commit);
        }
    }
}
