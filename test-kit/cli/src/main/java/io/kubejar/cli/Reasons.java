package io.kubejar.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why something failed, for people. */
final class Reasons {
    private Reasons() {}

    /** The message of the innermost cause, on one line. */
    static String of(Throwable failure) {
        Throwable at = failure;
        while (at.getCause() != null) {
            at = at.getCause();
        }
        if (at instanceof FileSystemException file && file.getReason() == null) {
            return file.getFile() + ": " + why(file);
        }
        String message = at.getMessage();
        return message == null ? at.toString() : message.replaceAll("\\s*\\R\\s*", " ");
    }

    /** What the JDK says by the class of an exception only. */
    private static String why(FileSystemException file) {
        if (file instanceof NoSuchFileException) {
            return "there is no such file or folder";
        }
        if (file instanceof FileAlreadyExistsException) {
            return "it is a file, not a folder";
        }
        return file instanceof AccessDeniedException ? "permission denied" : file.toString();
    }
}
