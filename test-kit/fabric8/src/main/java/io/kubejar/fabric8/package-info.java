/** fabric8's client without sockets, on a cluster in the same JVM. */
@NullMarked
package io.kubejar.fabric8;

import org.jspecify.annotations.NullMarked;
