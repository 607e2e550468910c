/** Pods that wait to be scheduled, and what wakes them. */
@NullMarked
package io.kubejar.scheduler.queue;

import org.jspecify.annotations.NullMarked;
