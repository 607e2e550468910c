package io.kubejar.etcd.gateway;

import io.kubejar.core.object.JsonScanner;
import io.kubejar.core.object.PlacedJson;
import org.jspecify.annotations.Nullable;

/** JSON documents one behind the other, whose bytes come in parts. */
final class Documents {
    private static final int MAX_DEPTH = 1000; // protobuf itself goes to 100

    private final int maxBytes;
    private byte[] bytes = new byte[0];
    private int from; // what is before it was read
    private int length;
    private boolean hopeless; // nothing that could end a document has come since the last look

    Documents(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Takes the next part; false when there is too much that has not been read. */
    boolean add(byte[] part) {
        if (length - from + part.length > maxBytes) {
            return false;
        }
        if (length + part.length > bytes.length) {
            byte[] larger = new byte[Math.max(2 * (length - from), length - from + part.length)];
            System.arraycopy(bytes, from, larger, 0, length - from);
            length -= from;
            from = 0;
            bytes = larger;
        }
        System.arraycopy(part, 0, bytes, length, part.length);
        length += part.length;
        hopeless &= !endsSomething(part);
        return true;
    }

    private static boolean endsSomething(byte[] part) {
        for (byte one : part) {
            if (one == '}' || one == ']' || one == '"') {
                return true;
            }
        }
        return false;
    }

    /** The next document, or null when more bytes are needed. */
    @Nullable
    PlacedJson next() throws BadJsonException {
        if (hopeless) {
            return null;
        }
        try {
            return read();
        } catch (JsonScanner.EndException e) {
            hopeless = e.isWithin();
            return null;
        }
    }

    /** The next document when no more bytes will come, or null when there is none. */
    @Nullable
    PlacedJson last() throws BadJsonException {
        try {
            return read();
        } catch (JsonScanner.EndException e) {
            if (e.isWithin()) {
                throw new BadJsonException("unexpected EOF");
            }
            return null;
        }
    }

    private PlacedJson read() throws BadJsonException, JsonScanner.EndException {
        try {
            PlacedJson document = JsonScanner.read(bytes, from, length, MAX_DEPTH);
            from = document.end();
            return document;
        } catch (JsonScanner.SyntaxException e) {
            throw new BadJsonException(e.words());
        }
    }
}
