package io.kubejar.cli;

/** The command was called in a way that makes no sense; the message is one line. */
final class WrongCall extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongCall(String message) {
        super(message);
    }

    WrongCall(String message, Throwable cause) {
        super(message, cause);
    }
}
