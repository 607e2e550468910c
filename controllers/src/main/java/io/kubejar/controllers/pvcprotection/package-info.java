/** Keeps claims that are in use. */
@NullMarked
package io.kubejar.controllers.pvcprotection;

import org.jspecify.annotations.NullMarked;
