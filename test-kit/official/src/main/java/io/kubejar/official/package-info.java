/** The official Java client without sockets, on a cluster in the same JVM. */
@NullMarked
package io.kubejar.official;

import org.jspecify.annotations.NullMarked;
