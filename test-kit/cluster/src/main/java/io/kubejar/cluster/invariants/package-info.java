/** What must hold of the store of every cluster, each a named check. */
@NullMarked
package io.kubejar.cluster.invariants;

import org.jspecify.annotations.NullMarked;
