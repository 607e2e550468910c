/** The StatefulSet controller: pods with names, an order and claims of their own. */
@NullMarked
package io.kubejar.controllers.statefulset;

import org.jspecify.annotations.NullMarked;
