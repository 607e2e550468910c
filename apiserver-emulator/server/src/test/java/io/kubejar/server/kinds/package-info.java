/** Tests of the built-in kinds. */
@NullMarked
package io.kubejar.server.kinds;

import org.jspecify.annotations.NullMarked;
