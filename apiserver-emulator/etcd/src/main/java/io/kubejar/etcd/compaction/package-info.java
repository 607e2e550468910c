/** History that is forgotten by itself: which revision is due when, and the timer that sees to it. */
@NullMarked
package io.kubejar.etcd.compaction;

import org.jspecify.annotations.NullMarked;
