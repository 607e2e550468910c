package io.kubejar.etcd.history;

import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.kubejar.etcd.model.Answer;
import java.time.Duration;

/**
 * One thing that is done to a store. Revisions greater than 0 count from the store's first one, which is 1, and leases and
 * watches are numbered slots: so a history can be repeated on a store that has a past.
 */
sealed interface Step {
    record Call(RequestOp request) implements Step {
        @Override
        public String toString() {
            return Answer.text(request);
        }
    }

    record Compact(long revision) implements Step {}

    record Grant(int slot, long ttl) implements Step {}

    record Revoke(int slot) implements Step {}

    record KeepAlive(int slot) implements Step {}

    record TimeToLive(int slot) implements Step {}

    record Advance(Duration time) implements Step {}

    /** Replaces what was in the slot, which goes on unseen until the end. */
    record Watch(int slot, WatchCreateRequest request) implements Step {
        @Override
        public String toString() {
            return "watch " + slot + " {" + Answer.text(request) + "}";
        }
    }

    record Cancel(int slot) implements Step {}
}
