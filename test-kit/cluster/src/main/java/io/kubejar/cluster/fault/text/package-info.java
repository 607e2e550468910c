/** Faults as they are typed: on the command line, in annotations, and as they are listed. */
@NullMarked
package io.kubejar.cluster.fault.text;

import org.jspecify.annotations.NullMarked;
