/** Subresources with a life of their own, one file each. */
@NullMarked
package io.kubejar.server.subresources;

import org.jspecify.annotations.NullMarked;
