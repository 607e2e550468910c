package io.kubejar.etcd.engine;

import io.kubejar.etcd.auth.AuthState;
import io.kubejar.etcd.mvcc.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one commit did, as far as it must outlive the process. A number of 0 means: not that.
 *
 * @param events what the commit's revision did; empty when it made no revision
 * @param grantedTtl seconds of the granted lease
 * @param compactRevision where the store was compacted; -1 when it was not
 * @param alarms all alarms that are raised now; null when that did not change
 * @param auth all users and roles now; null when they did not change
 */
public record Change(
        List<Event> events,
        long grantedLease,
        long grantedTtl,
        long revokedLease,
        long compactRevision,
        @Nullable Alarms alarms,
        @Nullable AuthState auth) {
    static Change ofEvents(List<Event> events) {
        return new Change(events, 0, 0, 0, -1, null, null);
    }

    static Change grant(long lease, long ttl) {
        return new Change(List.of(), lease, ttl, 0, -1, null, null);
    }

    static Change revoke(long lease, List<Event> events) {
        return new Change(events, 0, 0, lease, -1, null, null);
    }

    static Change compact(long revision) {
        return new Change(List.of(), 0, 0, 0, revision, null, null);
    }

    static Change auth(AuthState auth) {
        return new Change(List.of(), 0, 0, 0, -1, null, auth);
    }

    static Change alarms(Alarms alarms) {
        return new Change(List.of(), 0, 0, 0, -1, alarms, null);
    }
}
