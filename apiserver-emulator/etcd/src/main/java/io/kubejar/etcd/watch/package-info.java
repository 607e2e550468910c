/** What a watcher wants to see, and what it is owed: pure functions on the store's state. */
@NullMarked
package io.kubejar.etcd.watch;

import org.jspecify.annotations.NullMarked;
