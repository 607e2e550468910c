/** A request after its path, options and user are known. */
@NullMarked
package io.kubejar.server.request;

import org.jspecify.annotations.NullMarked;
