/** The scheduler: assigns pods to nodes. {@code loop.Scheduler} is its door; everything else decides and does nothing. */
@NullMarked
package io.kubejar.scheduler;

import org.jspecify.annotations.NullMarked;
