/** The loop that runs the pods of all simulated nodes. */
@NullMarked
package io.kubejar.kubelet.fleet;

import org.jspecify.annotations.NullMarked;
