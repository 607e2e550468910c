/** Time as a parameter: clocks that are handed in, never asked of the system. */
@NullMarked
package io.kubejar.core.time;

import org.jspecify.annotations.NullMarked;
