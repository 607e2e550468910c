/** Looks for an order of things in which a claim does not hold, and makes it short. */
@NullMarked
package io.kubejar.cluster.explore;

import org.jspecify.annotations.NullMarked;
