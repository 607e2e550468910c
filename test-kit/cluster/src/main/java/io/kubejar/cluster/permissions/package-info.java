/** Least privilege: what a user asked for, the smallest roles that allow it, and which rules of a role nobody used. */
@NullMarked
package io.kubejar.cluster.permissions;

import org.jspecify.annotations.NullMarked;
