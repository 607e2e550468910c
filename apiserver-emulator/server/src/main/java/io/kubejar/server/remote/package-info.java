/** A client of any conformant API server over HTTP, as kubeconfig files describe it. */
@NullMarked
package io.kubejar.server.remote;

import org.jspecify.annotations.NullMarked;
