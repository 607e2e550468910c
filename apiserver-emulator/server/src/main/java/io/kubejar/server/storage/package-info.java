/** Objects in etcd through jetcd, and the watch caches that all reads come from. */
@NullMarked
package io.kubejar.server.storage;

import org.jspecify.annotations.NullMarked;
