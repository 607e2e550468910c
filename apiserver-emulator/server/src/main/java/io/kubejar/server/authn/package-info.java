/** Who asks: certificates, tokens and impersonation become a user with groups. */
@NullMarked
package io.kubejar.server.authn;

import org.jspecify.annotations.NullMarked;
