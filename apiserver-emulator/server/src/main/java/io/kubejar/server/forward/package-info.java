/** Port forwarding on a connection that has left HTTP: which streams belong together, and what goes where. */
@NullMarked
package io.kubejar.server.forward;

import org.jspecify.annotations.NullMarked;
