/** Empties namespaces that are going, and lets them go. */
@NullMarked
package io.kubejar.controllers.namespace;

import org.jspecify.annotations.NullMarked;
