package io.kubejar.server.http;

/** The server cannot listen where it should; the message is one line for a person. */
public final class ListenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ListenException(String message, Throwable cause) {
        super(message, cause);
    }
}
