/** The Deployment controller: rolls pods from one template to the next through ReplicaSets. */
@NullMarked
package io.kubejar.controllers.deployment;

import org.jspecify.annotations.NullMarked;
