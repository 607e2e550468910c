/** Why an object exists and why it is not as somebody wants it, in sentences. */
@NullMarked
package io.kubejar.cluster.explain;

import org.jspecify.annotations.NullMarked;
