/** Tells a running cluster over HTTPS what is to happen to it: faults, and the going of its time. */
@NullMarked
package io.kubejar.cluster.control;

import org.jspecify.annotations.NullMarked;
