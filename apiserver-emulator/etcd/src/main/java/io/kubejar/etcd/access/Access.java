package io.kubejar.etcd.access;

import io.etcd.jetcd.api.LeaseTimeToLiveRequest;
import io.etcd.jetcd.api.LeaseTimeToLiveResponse;
import io.kubejar.etcd.auth.AuthState;
import io.kubejar.etcd.auth.Rules;
import io.kubejar.etcd.engine.Answer;
import io.kubejar.etcd.engine.Engine;
import io.kubejar.etcd.engine.Guard;
import io.kubejar.etcd.engine.Store;
import io.kubejar.etcd.engine.WatchListener;
import io.kubejar.etcd.engine.Watcher;
import io.kubejar.etcd.lease.Lease;
import io.kubejar.etcd.mvcc.EtcdRefusal;
import io.kubejar.etcd.mvcc.KeyRange;
import io.kubejar.etcd.mvcc.Op;
import io.kubejar.etcd.mvcc.OpResult;
import io.kubejar.etcd.proto.ToProto;
import io.kubejar.etcd.watch.WatchRequest;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The store as one caller may use it. Everything throws an {@link EtcdRefusal} when the caller is not who they say, or may
 * not. Changes and reads are judged on the very store that they are done on. Source: etcd 3.6 etcdserver/v3_server.go.
 */
public final class Access {
    private final Engine engine;
    private final Caller caller;

    /** For a caller. */
    public Access(Engine engine, Caller caller) {
        this.engine = engine;
        this.caller = caller;
    }

    /** What nobody is asked for. */
    public Engine engine() {
        return engine;
    }

    private @Nullable String user() {
        return engine.store().auth().enabled() ? caller.user() : null;
    }

    private Rules rules() {
        String user = user();
        return new Rules(engine.store().auth(), user);
    }

    private static Rules rules(Store store, @Nullable String user) {
        return new Rules(store.auth(), user);
    }

    /** The caller must say who they are. */
    public void requireUser() {
        rules().requireUser();
    }

    /** The caller must be an administrator. */
    public void requireAdmin() {
        rules().requireAdmin();
    }

    /** Only the user themselves or an administrator. */
    public void requireSelf(String name) {
        rules().requireSelf(name);
    }

    /** Only one who has the role, or an administrator. */
    public void requireOwnRole(String role) {
        rules().requireOwnRole(role);
    }

    /** That a user may do something. */
    private record Permission(@Nullable String user, Op op) implements Guard {
        @Override
        public void check(Store store) {
            rules(store, user).require(op, store.leases());
        }
    }

    /** Does what the caller asks; see {@link Engine#apply(Op, Guard)}. */
    public OpResult apply(Op op) {
        String user = user();
        return engine.apply(op, new Permission(user, op));
    }

    /** Does what the caller asks, without making the thread wait; see {@link Engine#apply(Op, Guard, Answer)}. */
    public void apply(Op op, Answer<OpResult> answer) {
        String user;
        try {
            user = user();
        } catch (EtcdRefusal e) {
            answer.failed(e);
            return;
        }
        engine.apply(op, new Permission(user, op), answer);
    }

    /** Forgets history, for an administrator; before etcd 3.6.9 anybody could. */
    public long compact(long revision) {
        requireAdmin();
        return engine.compact(revision);
    }

    /** Grants a lease to anybody who says who they are. */
    public Lease grant(long id, long ttl) {
        requireUser();
        return engine.grant(id, ttl);
    }

    /** Ends a lease whose keys the caller may delete. */
    public long revoke(long id) {
        String user = user();
        return engine.revoke(id, store -> {
            rules(store, user).requireUser();
            rules(store, user).requireLease(store.leases(), id);
        });
    }

    /** Begins the time of a lease anew whose keys the caller may write. */
    public long keepAlive(long id) {
        Rules rules = rules();
        rules.requireUser();
        rules.requireLease(engine.store().leases(), id);
        return engine.keepAlive(id);
    }

    /** How long a lease has to live, and its keys if the caller may read them all. */
    public LeaseTimeToLiveResponse timeToLive(LeaseTimeToLiveRequest request) {
        Store store = engine.store();
        Rules rules = rules(store, user());
        rules.requireUser();
        if (request.getKeys()) {
            rules.requireLeaseRead(store.leases(), request.getID());
        }
        return ToProto.timeToLive(store, engine.now(), request);
    }

    /** All leases, if the caller may read all their keys. */
    public List<Lease> leases() {
        Store store = engine.store();
        Rules rules = rules(store, user());
        rules.requireUser();
        List<Lease> all = store.leases().list();
        all.forEach(lease -> rules.requireLeaseRead(store.leases(), lease.id()));
        return all;
    }

    /** Only one who may read the keys may watch them; asked once, when the watch begins, as upstream. */
    public void requireWatch(KeyRange range) {
        rules().requireRead(range);
    }

    /** Begins to watch; see {@link Engine#watch}. */
    public Watcher watch(WatchRequest request, WatchListener listener) {
        requireWatch(request.range());
        return engine.watch(request, listener);
    }

    /** Changes users and roles, for an administrator. */
    public long changeAuth(UnaryOperator<AuthState> change) {
        String user = user();
        return engine.changeAuth(change, store -> rules(store, user).requireAdmin());
    }
}
