/** Chooses one of several equal programs to work while the others wait: leader election on Leases. */
@NullMarked
package io.kubejar.core.election;

import org.jspecify.annotations.NullMarked;
