package io.kubejar.etcd.engine;

/** Where changes go so that they outlive the process. */
public interface Journal extends AutoCloseable {
    /** For a store that lives in memory only. */
    Journal NONE = new Journal() {
        @Override
        public long append(Change change, Store after) {
            return 0;
        }

        @Override
        public boolean sync(long position) {
            return false;
        }

        @Override
        public boolean isSlow() {
            return false;
        }

        @Override
        public void close() {}
    };

    /**
     * Takes a change. Called by one thread at a time, in order of the changes.
     *
     * @param after the store with the change
     * @return the position to wait for, greater with every call; 0 when there is nothing to wait for
     */
    long append(Change change, Store after);

    /**
     * Waits until everything up to the position will survive.
     *
     * @return whether there was something to wait for
     * @throws java.io.UncheckedIOException when it may not; no change after it will be accepted either
     */
    boolean sync(long position);

    /** Whether {@link #sync} may wait for a disk; else it is a matter of microseconds. */
    boolean isSlow();

    @Override
    void close();
}
