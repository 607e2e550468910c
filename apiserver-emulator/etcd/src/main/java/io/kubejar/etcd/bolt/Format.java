package io.kubejar.etcd.bolt;

/**
 * The numbers of bbolt's file format, version 2. All are little-endian. A page begins with its number (8 bytes), its kind
 * (2), how many elements it has (2) and by how many pages it is longer than one (4). Source: bbolt 1.4
 * internal/common/page.go, meta.go, bucket.go.
 */
final class Format {
    static final int MAGIC = 0xED0CDAED;
    static final int VERSION = 2;
    static final int PAGE_HEAD = 16;

    static final int BRANCH = 0x01;
    static final int LEAF = 0x02;
    static final int META = 0x04;
    static final int FREE_LIST = 0x10;

    /** Of an element of a branch: where its key lies (4), its size (4), the child's page (8). */
    static final int BRANCH_ELEMENT = 16;

    /** Of an element of a leaf: flags (4), where its key lies (4), the sizes of key (4) and value (4). */
    static final int LEAF_ELEMENT = 16;

    /** The flag of a leaf's element that is a bucket. */
    static final int IS_BUCKET = 0x01;

    /** Of a bucket's value: its root page (8), 0 when a page follows in place, and a sequence (8). */
    static final int BUCKET_HEAD = 16;

    /** Of a meta page, after the page's head: what its checksum covers. */
    static final int META_CHECKED = 56;

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private Format() {}

    /** The checksum of a meta page: FNV-1a with 64 bits. */
    static long checksum(byte[] bytes, int from, int length) {
        long hash = FNV_OFFSET;
        for (int i = from; i < from + length; i++) {
            hash = (hash ^ (bytes[i] & 0xff)) * FNV_PRIME;
        }
        return hash;
    }
}
