/** Tests of patches. */
@NullMarked
package io.kubejar.server.patch;

import org.jspecify.annotations.NullMarked;
