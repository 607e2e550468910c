package io.kubejar.server.schema;

/** What was sent is not a value of the kind; the message is what Go's decoder says, without any frame around it. */
public final class DecodingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** An exception with Go's words. */
    public DecodingException(String message) {
        super(message, null, false, false);
    }

    /** The words. */
    public String words() {
        return String.valueOf(getMessage());
    }
}
