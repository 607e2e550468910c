package io.kubejar.etcd.contract;

/** All the ways in which the set-ups differ. A test that meets one asks for it by name. */
enum Deviation {
    /** Upstream looks for ended leases twice a second and rounds; the embedded one ends them on time. */
    LEASES_END_LATE,

    /** Before 3.6 a deletion at the very revision of a compaction was forgotten, sooner or later. */
    DELETE_AT_COMPACTION_FORGOTTEN,

    /** Before 3.6.6 a watch from a negative revision was not refused but ended soon after. */
    NEGATIVE_REVISION_ENDED_LATER,

    /** Before 3.6 sort order and target were not looked at, and etcd crashed over unknown ones. */
    UNKNOWN_SORT_ORDER_CRASHES,

    /** Before 3.5 whoever's lease ended while they waited for a lock was told to have it. */
    EXPIRED_SESSION_LOCKS,

    /** Before 3.6.9 leases were granted to whoever did not say who they are, and long before that shown to all. */
    LEASES_FOR_ANYBODY,

    /** Before 3.6.9 whoever had come in could compact. */
    COMPACTION_FOR_ANYBODY,

    /** A watch is delivered on the thread of the writer, before the write returns; elsewhere some time later. */
    DELIVERED_AT_ONCE
}
