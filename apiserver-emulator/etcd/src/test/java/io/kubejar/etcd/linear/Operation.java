package io.kubejar.etcd.linear;

/**
 * A call and what came of it.
 *
 * @param called when it was called; greater numbers are later, and no two are equal
 * @param returned when it returned, on the same count
 */
record Operation<I, O>(I input, O output, long called, long returned) {}
