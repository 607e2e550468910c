package io.kubejar.server.spdy;

/** The peer has broken the protocol in a way that leaves nothing to go on with. */
public final class SpdyException extends Exception {
    private static final long serialVersionUID = 1;

    /** With what was wrong. */
    public SpdyException(String message) {
        super(message);
    }
}
