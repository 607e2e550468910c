/** The rules of ingresses, their classes and network policies. */
@NullMarked
package io.kubejar.server.kinds.network;

import org.jspecify.annotations.NullMarked;
