/** Where work runs: serial loops and timers, live on threads or simulated on one. */
@NullMarked
package io.kubejar.core.loop;

import org.jspecify.annotations.NullMarked;
