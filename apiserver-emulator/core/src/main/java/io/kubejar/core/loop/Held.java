package io.kubejar.core.loop;

/** Tasks that are held back, see {@link Loops#hold()}. Thread-safe. */
public interface Held {
    /** Where nothing is held back. */
    Held NOTHING = new Held() {
        @Override
        public void release() {
            // there is nothing to let go
        }

        @Override
        public void awaitBegun() {
            // and nothing that has yet to begin
        }
    };

    /** Lets the tasks go; returns before they run. To be called once. */
    void release();

    /**
     * Waits until all has run that was held back, or the loops are closed.
     *
     * @throws InterruptedException when the caller is interrupted meanwhile
     */
    void awaitBegun() throws InterruptedException;
}
