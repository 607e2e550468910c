package io.kubejar.etcd.bolt;

import java.nio.file.Path;

/** A file is not what it should be. The message names the file and what is wrong. */
public final class DamagedFileException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What is wrong, for the end of a sentence. */
    public DamagedFileException(Path file, String what) {
        super(file + ": " + what);
    }
}
