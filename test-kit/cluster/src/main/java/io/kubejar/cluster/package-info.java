/** A whole control plane in one JVM, and what one does with it. */
@NullMarked
package io.kubejar.cluster;

import org.jspecify.annotations.NullMarked;
