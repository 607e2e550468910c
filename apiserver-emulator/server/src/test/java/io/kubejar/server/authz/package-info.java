/** Tests of authorization. */
@NullMarked
package io.kubejar.server.authz;

import org.jspecify.annotations.NullMarked;
