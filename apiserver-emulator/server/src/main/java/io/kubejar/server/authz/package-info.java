/** Who may do what: RBAC, the node authorizer, escalation checks, access reviews and the default policy. */
@NullMarked
package io.kubejar.server.authz;

import org.jspecify.annotations.NullMarked;
