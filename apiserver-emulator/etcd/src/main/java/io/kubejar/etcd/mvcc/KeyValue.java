package io.kubejar.etcd.mvcc;

/**
 * A key as one revision left it. A tombstone (version 0) says that the revision deleted it.
 *
 * @param createRevision the revision that created the key; 0 in a tombstone
 * @param modRevision the revision that wrote this
 * @param version how often the key was written since its creation; 0 in a tombstone
 * @param lease the lease that the key is attached to; 0 for none
 * @param place which of the revision's changes this is, from 0; clients do not see it, but hashes and snapshots have it
 */
public record KeyValue(
        Bytes key, Bytes value, long createRevision, long modRevision, long version, long lease, int place) {
    private static final int OVERHEAD = 64; // of a revision in a file of etcd's, about

    /** The first change of its revision. */
    public KeyValue(Bytes key, Bytes value, long createRevision, long modRevision, long version, long lease) {
        this(key, value, createRevision, modRevision, version, lease, 0);
    }

    /** The mark of a deletion. */
    public static KeyValue tombstone(Bytes key, long revision, int place) {
        return new KeyValue(key, Bytes.EMPTY, 0, revision, 0, 0, place);
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
        return new KeyValue(key, Bytes.EMPTY, createRevision, modRevision, version, lease, place);
    }

    /** The same as another one of its revision's changes. */
    public KeyValue at(int otherPlace) {
        return new KeyValue(key, value, createRevision, modRevision, version, lease, otherPlace);
    }
}
