package io.kubejar.etcd.wal;

import java.nio.file.Path;

/** What lies on disk is not what was written. The message names the file and the place in it. */
public final class BadDataException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadDataException(Path file, long offset, String what) {
        super("the data in " + file + " is damaged at offset " + offset + ": " + what
                + "; refusing to start, because what was acknowledged may be lost");
    }
}
