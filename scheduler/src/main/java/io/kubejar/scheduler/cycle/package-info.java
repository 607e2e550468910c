/** One decision: from a snapshot, a pod and chance to a node, or to the reasons why there is none. */
@NullMarked
package io.kubejar.scheduler.cycle;

import org.jspecify.annotations.NullMarked;
