/** Chance as a parameter: ids, names and random numbers from one source. */
@NullMarked
package io.kubejar.core.chance;

import org.jspecify.annotations.NullMarked;
