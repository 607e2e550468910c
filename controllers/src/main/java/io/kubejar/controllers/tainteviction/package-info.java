/** Removes pods from nodes whose taints they do not tolerate. */
@NullMarked
package io.kubejar.controllers.tainteviction;

import org.jspecify.annotations.NullMarked;
