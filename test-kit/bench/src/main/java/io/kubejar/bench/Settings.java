package io.kubejar.bench;

import java.nio.file.Path;

/**
 * How to measure.
 *
 * @param quick fewer repetitions: for a look, not for a record
 * @param scratch an empty folder for files; removed in the end
 * @param log where progress goes
 */
record Settings(boolean quick, Path scratch, Log log) {
    /** Where progress goes. */
    @FunctionalInterface
    interface Log {
        void say(String line);
    }

    /** One of two counts. */
    int count(int usually, int quickly) {
        return quick ? quickly : usually;
    }
}
