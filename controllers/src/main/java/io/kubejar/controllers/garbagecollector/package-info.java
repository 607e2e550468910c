/** Removes objects whose owners are gone, and holds owners back until their dependents are. */
@NullMarked
package io.kubejar.controllers.garbagecollector;

import org.jspecify.annotations.NullMarked;
