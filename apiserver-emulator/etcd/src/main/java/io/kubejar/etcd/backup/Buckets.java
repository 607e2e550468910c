package io.kubejar.etcd.backup;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What lies where in etcd's database. Source: etcd 3.6 storage/schema/bucket.go and storage/mvcc/revision.go. */
final class Buckets {
    static final String ALARM = "alarm";
    static final String AUTH = "auth";
    static final String AUTH_ROLES = "authRoles";
    static final String AUTH_USERS = "authUsers";
    static final String CLUSTER = "cluster";
    static final String KEY = "key";
    static final String LEASE = "lease";
    static final String MEMBERS = "members";
    static final String MEMBERS_REMOVED = "members_removed";
    static final String META = "meta";
    /** Not one of etcd's: what whoever runs this has to say beside the store. */
    static final String NOTES = "kubejar";

    static final String CONF_STATE = "confState";
    static final String CONSISTENT_INDEX = "consistent_index";
    static final String FINISHED_COMPACT = "finishedCompactRev";
    static final String SCHEDULED_COMPACT = "scheduledCompactRev";
    static final String STORAGE_VERSION = "storageVersion";
    static final String TERM = "term";
    static final String AUTH_ENABLED = "authEnabled";
    static final String AUTH_REVISION = "authRevision";

    /** Of a lease: {@code leasepb.Lease}. */
    static final int LEASE_ID = 1;

    static final int LEASE_TTL = 2;

    private static final int REVISION_BYTES = 17;
    private static final byte SEPARATOR = '_';
    private static final byte TOMBSTONE = 't';

    private Buckets() {}

    static byte[] name(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] number(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    /**
     * The key of a change.
     *
     * @param main the revision
     * @param sub which of the revision's changes, from 0
     */
    record RevisionKey(long main, long sub, boolean tombstone) {
        byte[] bytes() {
            ByteBuffer bytes = ByteBuffer.allocate(REVISION_BYTES + (tombstone ? 1 : 0))
                    .putLong(main)
                    .put(SEPARATOR)
                    .putLong(sub);
            if (tombstone) {
                bytes.put(TOMBSTONE);
            }
            return bytes.array();
        }

        /** Throws {@link IllegalArgumentException} when the bytes are no such key. */
        static RevisionKey of(byte[] bytes) {
            boolean marked = bytes.length == REVISION_BYTES + 1 && bytes[REVISION_BYTES] == TOMBSTONE;
            if ((bytes.length != REVISION_BYTES && !marked) || bytes[Long.BYTES] != SEPARATOR) {
                throw new IllegalArgumentException("no revision");
            }
            ByteBuffer in = ByteBuffer.wrap(bytes);
            return new RevisionKey(in.getLong(), in.position(Long.BYTES + 1).getLong(), marked);
        }
    }
}
