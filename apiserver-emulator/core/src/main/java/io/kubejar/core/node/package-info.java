/** The port by which the API server asks a node about its pods: logs now, exec and port-forward when they come. */
@NullMarked
package io.kubejar.core.node;

import org.jspecify.annotations.NullMarked;
