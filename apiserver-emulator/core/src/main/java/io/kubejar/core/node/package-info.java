/** The port by which the API server asks a node about its pods: logs and ports now, exec when it comes. */
@NullMarked
package io.kubejar.core.node;

import org.jspecify.annotations.NullMarked;
