package io.kubejar.etcd.auth;

import io.kubejar.etcd.lease.Lease;
import io.kubejar.etcd.lease.Leases;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a caller may do something; each check throws an {@link EtcdRefusal} when not, and none does while authentication
 * is not enabled. Source: etcd 3.6 server/auth/store.go, range_perm_cache.go and apply/apply_auth.go.
 *
 * @param user who calls; null when they did not say
 */
public record Rules(AuthState auth, @Nullable String user) {
    private static final Bytes ZERO = Bytes.wrap(new byte[] {0});

    /** The caller must have said who they are. */
    public void requireUser() {
        if (auth.enabled() && user == null) {
            throw EtcdError.USER_EMPTY.refusal();
        }
    }

    /** The caller must have the role root. */
    public void requireAdmin() {
        if (!auth.enabled()) {
            return;
        }
        if (user == null || user.isEmpty()) {
            throw EtcdError.USER_EMPTY.refusal();
        }
        if (!auth.requireUser(user).isRoot()) {
            throw EtcdError.PERMISSION_DENIED.refusal();
        }
    }

    private boolean isAdmin() {
        User found = user == null ? null : auth.user(user);
        return !auth.enabled() || (found != null && found.isRoot());
    }

    /** One may look at oneself; at others only the admin. */
    public void requireSelf(String name) {
        if (!name.equals(user)) {
            requireAdmin();
        }
    }

    /** One may look at one's own roles; at others only the admin. */
    public void requireOwnRole(String role) {
        User found = user == null ? null : auth.user(user);
        if (found == null || !found.roles().contains(role)) {
            requireAdmin();
        }
    }

    /** Everything in an operation, on both branches of a transaction. */
    public void require(Op op, Leases leases) {
        if (op instanceof RangeOp range) {
            requireRead(range.range());
        } else if (op instanceof PutOp put) {
            require(Permission.Type.WRITE, KeyRange.single(put.key()));
            requireLease(leases, put.lease());
            if (put.previous()) {
                requireRead(KeyRange.single(put.key()));
            }
        } else if (op instanceof DeleteOp delete) {
            require(Permission.Type.WRITE, delete.range());
            if (delete.previous()) {
                requireRead(delete.range());
            }
        } else if (op instanceof TxnOp txn) {
            for (Compare compare : txn.compares()) {
                requireRead(compare.range());
            }
            txn.success().forEach(inner -> require(inner, leases));
            txn.failure().forEach(inner -> require(inner, leases));
        }
    }

    /** Whoever uses a lease could delete its keys, and must be allowed to. */
    public void requireLease(Leases leases, long id) {
        requireKeys(leases.get(id), Permission.Type.WRITE);
    }

    /** Whoever looks at a lease sees its keys. */
    public void requireLeaseRead(Leases leases, long id) {
        requireKeys(leases.get(id), Permission.Type.READ);
    }

    private void requireKeys(@Nullable Lease lease, Permission.Type type) {
        if (lease != null && !isAdmin()) {
            lease.keys().forEach(key -> require(type, KeyRange.single(key)));
        }
    }

    /** Reading keys. */
    public void requireRead(KeyRange range) {
        require(Permission.Type.READ, range);
    }

    private void require(Permission.Type type, KeyRange range) {
        if (!auth.enabled()) {
            return;
        }
        requireUser();
        if (!isAdmin() && !covers(permitted(type), range)) {
            throw EtcdError.PERMISSION_DENIED.refusal();
        }
    }

    /** All ranges that the caller's roles have for this. */
    private List<KeyRange> permitted(Permission.Type type) {
        User found = user == null ? null : auth.user(user);
        List<KeyRange> ranges = new ArrayList<>();
        if (found != null) {
            for (String name : found.roles()) {
                Role role = auth.roles().get(name);
                if (role != null) {
                    role.permissions().stream()
                            .filter(permission -> permission.type().includes(type))
                            .forEach(permission -> ranges.add(permission.range()));
                }
            }
        }
        ranges.sort(Comparator.comparing(KeyRange::start));
        return ranges;
    }

    /**
     * True when the ranges, taken together, hold every key of the wanted one.
     *
     * @param ranges in order of their starts
     */
    static boolean covers(List<KeyRange> ranges, KeyRange wanted) {
        if (wanted.isVoid()) {
            return false;
        }
        Bytes from = wanted.start(); // everything before it is covered
        Bytes end = end(wanted);
        for (KeyRange range : ranges) {
            if (range.start().compareTo(from) > 0) {
                return false;
            }
            Bytes rangeEnd = end(range);
            if (rangeEnd.isEmpty() || (!end.isEmpty() && rangeEnd.compareTo(end) >= 0)) {
                return true;
            }
            if (rangeEnd.compareTo(from) > 0) {
                from = rangeEnd;
            }
        }
        return false;
    }

    /** The first key behind the range; empty when it has no end. */
    private static Bytes end(KeyRange range) {
        Bytes end = range.end();
        return end == null ? range.start().concat(ZERO) : end;
    }
}
