/** The kubejar command: a local cluster, and a demonstration of its control loop. */
@NullMarked
package io.kubejar.cli;

import org.jspecify.annotations.NullMarked;
