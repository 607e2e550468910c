/** The HTTP door: what a path, a query and headers mean, and the forms of an answer. */
@NullMarked
package io.kubejar.server.front;

import org.jspecify.annotations.NullMarked;
