/** Decide, then act: reconcilers give plans, the controller loop carries them out. */
@NullMarked
package io.kubejar.core.reconcile;

import org.jspecify.annotations.NullMarked;
