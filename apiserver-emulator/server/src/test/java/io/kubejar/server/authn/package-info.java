/** Tests of authentication. */
@NullMarked
package io.kubejar.server.authn;

import org.jspecify.annotations.NullMarked;
