package io.kubejar.etcd.model;

import com.google.protobuf.ByteString;
import java.util.Comparator;

/** Which keys a pair of key and range end means. */
public final class Keys {
    /** As etcd orders them. */
    public static final Comparator<ByteString> ORDER = ByteString.unsignedLexicographicalComparator();

    private static final ByteString ZERO = ByteString.copyFrom(new byte[] {0});

    private Keys() {}

    /** Whether the key is meant. */
    public static boolean contains(ByteString start, ByteString end, ByteString key) {
        if (end.isEmpty()) {
            return key.equals(start);
        }
        return ORDER.compare(start, key) <= 0 && (isOpen(end) || ORDER.compare(key, end) < 0);
    }

    /** Whether this range end means all greater keys. */
    public static boolean isOpen(ByteString end) {
        return end.equals(ZERO);
    }
}
