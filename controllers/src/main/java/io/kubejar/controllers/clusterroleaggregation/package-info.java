/** Fills ClusterRoles whose rules are those of others. */
@NullMarked
package io.kubejar.controllers.clusterroleaggregation;

import org.jspecify.annotations.NullMarked;
