package io.kubejar.etcd.mvcc;

/** Sees keys in their order. */
@FunctionalInterface
public interface KeyVisitor {
    /** Takes one key; false ends the scan. */
    boolean visit(KeyValue kv);
}
