/** Tells which nodes are alive, and taints those that are not. */
@NullMarked
package io.kubejar.controllers.nodelifecycle;

import org.jspecify.annotations.NullMarked;
