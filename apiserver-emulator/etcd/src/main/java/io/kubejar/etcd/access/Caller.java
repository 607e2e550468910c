package io.kubejar.etcd.access;

import io.kubejar.etcd.mvcc.EtcdRefusal;
import org.jspecify.annotations.Nullable;

/** Who calls. Asked anew for every call, and only while authentication is enabled. */
@FunctionalInterface
public interface Caller {
    /** One who does not say who they are. */
    Caller NOBODY = new Nobody();

    /** The caller that says nothing. */
    final class Nobody implements Caller {
        private Nobody() {}

        @Override
        public @Nullable String user() {
            return null;
        }
    }

    /**
     * The user's name; null when they do not say.
     *
     * @throws EtcdRefusal when they say it and it is not so
     */
    @Nullable
    String user();
}
