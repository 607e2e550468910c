package io.kubejar.etcd.count;

/** What is counted. Most only grow; those that also shrink say how many there are. */
public enum Count {
    /** Reads of a key or a range, those of comparisons and of previous values among them. */
    RANGES,
    PUTS,
    /** Of keys and values that were put. */
    PUT_BYTES,
    /** Deletions of a key or a range, whether anything was there or not. */
    DELETES,
    /** Transactions of the store that did more than one thing, whatever a client called them. */
    TXNS,
    /** Events that watchers were told. */
    EVENTS,
    /** How many watchers are behind. */
    SLOW_WATCHERS,
    /** How many streams of watches are open. */
    WATCH_STREAMS,
    LEASES_GRANTED,
    /** Ends of leases, by themselves or because a client wanted it. */
    LEASES_REVOKED,
    LEASES_RENEWED,
    LEASES_EXPIRED,
    /** Changes that have to outlive the process. */
    CHANGES,
    /** How many of these do not yet. */
    CHANGES_PENDING,
    /** How often changes could not be made to outlive the process. */
    CHANGES_FAILED,
    /** What took longer than {@link Counts#SLOW_NANOS}. */
    SLOW
}
