package io.kubejar.cli;

/** The user's wish to stop what runs in the foreground. */
interface StopSignal {
    /** From now on a wish to stop ends the program with exit code 0, after closing what {@link #await} was given. */
    void arm();

    /** Waits for the wish. Closing the thing is the signal's part; the caller does not come back before. */
    void await(AutoCloseable running);
}
