/** Kubernetes objects as immutable values, their names, selectors and quantities. */
@NullMarked
package io.kubejar.core.object;

import org.jspecify.annotations.NullMarked;
