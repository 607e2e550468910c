package io.kubejar.cli;

/** Something that keeps the command from doing what it was told; the message is the one line that the user sees. */
final class CliFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CliFailure(String message) {
        super(message);
    }

    CliFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
