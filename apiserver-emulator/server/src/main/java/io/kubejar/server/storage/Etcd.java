package io.kubejar.server.storage;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import io.etcd.jetcd.options.WatchOption;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The few things that the server asks of etcd, on jetcd's interfaces. Blocking; safe for use by any thread. */
public final class Etcd {
    private static final long TIMEOUT_SECONDS = 30;
    private static final long END_SECONDS = 3;

    private final Client client;

    /** Works on any jetcd client: a real etcd's or the embedded one's. */
    public Etcd(Client client) {
        this.client = client;
    }

    /** A key's bytes. */
    static ByteSequence bytes(String text) {
        return ByteSequence.from(text, StandardCharsets.UTF_8);
    }

    /** The value of a key; null when there is none. */
    public @Nullable KeyValue get(String key) {
        GetResponse answer = await(client.getKVClient().get(bytes(key)));
        return answer.getKvs().isEmpty() ? null : answer.getKvs().get(0);
    }

    /** All below a prefix, in the order of their keys, at one revision. */
    public GetResponse list(String prefix) {
        return await(client.getKVClient()
                .get(bytes(prefix), GetOption.builder().isPrefix(true).build()));
    }

    /**
     * A page of what is below a prefix.
     *
     * @param from the first key
     * @param limit most entries
     * @param revision at which revision; 0 for now
     */
    public GetResponse page(String prefix, String from, int limit, long revision) {
        ByteSequence end = bytes(prefix.substring(0, prefix.length() - 1) + "0"); // '0' follows '/'
        return await(client.getKVClient()
                .get(
                        bytes(from),
                        GetOption.builder()
                                .withRange(end)
                                .withLimit(limit)
                                .withRevision(revision)
                                .build()));
    }

    /** The store's revision now. */
    public long revision() {
        return await(client.getKVClient()
                        .get(
                                bytes("/registry"),
                                GetOption.builder().withCountOnly(true).build()))
                .getHeader()
                .getRevision();
    }

    /** Puts a key that must not exist; gives the revision, 0 when it does exist. */
    public long create(String key, ByteSequence value, long lease) {
        return put(key, value, 0, lease);
    }

    /** Puts keys none of which may exist; false, and nothing is put, when one does. */
    boolean createAll(Map<String, String> values) {
        List<Cmp> absent = new ArrayList<>();
        List<Op> puts = new ArrayList<>();
        values.forEach((key, value) -> {
            absent.add(new Cmp(bytes(key), Cmp.Op.EQUAL, CmpTarget.createRevision(0)));
            puts.add(Op.put(bytes(key), bytes(value), PutOption.DEFAULT));
        });
        return await(client.getKVClient()
                        .txn()
                        .If(absent.toArray(Cmp[]::new))
                        .Then(puts.toArray(Op[]::new))
                        .commit())
                .isSucceeded();
    }

    /**
     * Puts a key if another one, which serves as a lock, is still at the given mod_revision, and raises that one.
     *
     * @return false when the lock has been raised by somebody else
     */
    public boolean putUnder(String lock, long expected, String key, String value, long lease) {
        ByteSequence where = bytes(lock);
        return await(client.getKVClient()
                        .txn()
                        .If(new Cmp(where, Cmp.Op.EQUAL, CmpTarget.modRevision(expected)))
                        .Then(
                                Op.put(where, bytes(""), PutOption.DEFAULT),
                                Op.put(
                                        bytes(key),
                                        bytes(value),
                                        PutOption.builder().withLeaseId(lease).build()))
                        .commit())
                .isSucceeded();
    }

    /** Puts a key that must be at the given mod_revision; gives the new one, 0 when it is not. */
    public long put(String key, ByteSequence value, long expected, long lease) {
        ByteSequence where = bytes(key);
        TxnResponse answer = await(client.getKVClient()
                .txn()
                .If(new Cmp(where, Cmp.Op.EQUAL, CmpTarget.modRevision(expected)))
                .Then(Op.put(
                        where,
                        value,
                        lease == 0
                                ? PutOption.DEFAULT
                                : PutOption.builder().withLeaseId(lease).build()))
                .commit());
        return answer.isSucceeded() ? answer.getHeader().getRevision() : 0;
    }

    /** Deletes a key that must be at the given mod_revision; gives the deletion's revision, 0 when it is not. */
    public long delete(String key, long expected) {
        ByteSequence where = bytes(key);
        TxnResponse answer = await(client.getKVClient()
                .txn()
                .If(new Cmp(where, Cmp.Op.EQUAL, CmpTarget.modRevision(expected)))
                .Then(Op.delete(where, DeleteOption.DEFAULT))
                .commit());
        return answer.isSucceeded() ? answer.getHeader().getRevision() : 0;
    }

    /**
     * Who may do what only one of several servers does at a time.
     *
     * @param won whether it is this one
     * @param version of the key that is fought for, now
     * @param revision the store's
     */
    record Turn(boolean won, long version, long revision) {}

    /** Puts a key if it has the version, 0 for none; else only looks at it. */
    Turn takeTurn(String key, long version, String value) {
        ByteSequence where = bytes(key);
        TxnResponse answer = await(client.getKVClient()
                .txn()
                .If(new Cmp(where, Cmp.Op.EQUAL, CmpTarget.version(version)))
                .Then(Op.put(where, bytes(value), PutOption.DEFAULT))
                .Else(Op.get(where, GetOption.DEFAULT))
                .commit());
        long now = answer.getHeader().getRevision();
        if (answer.isSucceeded()) {
            return new Turn(true, version + 1, now);
        }
        List<KeyValue> found = answer.getGetResponses().get(0).getKvs();
        return new Turn(false, found.isEmpty() ? 0 : found.get(0).getVersion(), now);
    }

    /** Makes etcd forget what was before a revision. */
    void compact(long revision) {
        await(client.getKVClient().compact(revision));
    }

    /** A new lease of so many seconds. */
    public long lease(long seconds) {
        return await(client.getLeaseClient().grant(seconds)).getID();
    }

    /** Watches what is below a prefix, from a revision on; the listener is also told how far the watch has come. */
    Watch.Watcher watch(String prefix, long from, Watch.Listener listener) {
        WatchOption option = WatchOption.builder()
                .isPrefix(true)
                .withRevision(from)
                .withPrevKV(false)
                .withProgressNotify(true)
                .build();
        return client.getWatchClient().watch(bytes(prefix), option, listener);
    }

    /** Has every watch told how far it has come. */
    void requestProgress() {
        client.getWatchClient().requestProgress();
    }

    /** Gives a lease its whole time again; false when it has ended. */
    public boolean keepLease(long lease) {
        try {
            await(client.getLeaseClient().keepAliveOnce(lease));
            return true;
        } catch (StatusException e) {
            if (hasEnded(e)) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Ends a lease, and what is under it, if it has not ended before. Who stops does not wait long for an etcd that may have
     * stopped before.
     */
    public void endLease(long lease) {
        try {
            await(client.getLeaseClient().revoke(lease).orTimeout(END_SECONDS, TimeUnit.SECONDS));
        } catch (StatusException e) {
            if (!hasEnded(e)) {
                throw e;
            }
        }
    }

    private static boolean hasEnded(StatusException ofLease) {
        return String.valueOf(ofLease.getMessage()).contains("requested lease not found");
    }

    /** Waits for an answer; what etcd refuses becomes a Status. */
    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw failed(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw StatusException.of(Reason.TIMEOUT, "etcdserver: request timed out");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StatusException.of(Reason.SERVICE_UNAVAILABLE, "the server is shutting down");
        }
    }

    private static StatusException failed(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        if (isCompacted(cause)) {
            return StatusException.expired("The provided continue parameter is too old to display a consistent list"
                    + " result. You can start a new list without the continue parameter.");
        }
        return StatusException.of(Reason.INTERNAL_ERROR, message);
    }

    /** Whether etcd says that the revision was compacted. */
    static boolean isCompacted(Throwable error) {
        for (Throwable e = error; e != null; e = e.getCause()) {
            if (e instanceof io.etcd.jetcd.common.exception.CompactedException
                    || String.valueOf(e.getMessage()).contains("required revision has been compacted")) {
                return true;
            }
        }
        return false;
    }
}
