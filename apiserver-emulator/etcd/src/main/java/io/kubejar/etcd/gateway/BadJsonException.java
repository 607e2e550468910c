package io.kubejar.etcd.gateway;

import io.kubejar.core.object.PlacedJson;

/** What was sent is no JSON, or not that of the message. The text is that of Go's decoders. */
final class BadJsonException extends Exception {
    private static final long serialVersionUID = 1;

    BadJsonException(String text) {
        super(text);
    }

    /** At a place of a document, as Go's protojson says it. */
    static BadJsonException at(PlacedJson where, String text) {
        return new BadJsonException("proto: " + where.place() + ": " + text);
    }

    /** For what must not stand at that place. */
    static BadJsonException unexpected(PlacedJson token) {
        return new BadJsonException("proto: syntax error " + token.place() + ": unexpected token " + token.raw());
    }
}
