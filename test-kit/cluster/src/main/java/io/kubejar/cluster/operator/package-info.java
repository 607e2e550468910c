/** Operators of users that run inside a cluster, on its loops and by its clock. */
@NullMarked
package io.kubejar.cluster.operator;

import org.jspecify.annotations.NullMarked;
