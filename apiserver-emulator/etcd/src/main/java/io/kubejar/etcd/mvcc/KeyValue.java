package io.kubejar.etcd.mvcc;

/**
 * A key as one revision left it. A tombstone (version 0) says that the revision deleted it.
 *
 * @param createRevision the revision that created the key; 0 in a tombstone
 * @param modRevision the revision that wrote this
 * @param version how often the key was written since its creation; 0 in a tombstone
 * @param lease the lease that the key is attached to; 0 for none
 */
public record KeyValue(Bytes key, Bytes value, long createRevision, long modRevision, long version, long lease) {
    private static final int OVERHEAD = 64; // of a revision in a file of etcd's, about

    /** The mark of a deletion. */
    public static KeyValue tombstone(Bytes key, long revision) {
        return new KeyValue(key, Bytes.EMPTY, 0, revision, 0, 0);
    }

    /** True for the mark of a deletion. */
    public boolean isTombstone() {
        return version == 0;
    }

    /** True when the revision that wrote this created the key. */
    public boolean isCreation() {
        return createRevision == modRevision;
    }

    /** What it takes in a store, in bytes. */
    long bytes() {
        return OVERHEAD + key.length() + (long) value.length();
    }

    /** The same without its value. */
    public KeyValue withoutValue() {
        return new KeyValue(key, Bytes.EMPTY, createRevision, modRevision, version, lease);
    }
}
