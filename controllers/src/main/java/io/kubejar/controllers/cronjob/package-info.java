/** Starts Jobs by the clock. */
@NullMarked
package io.kubejar.controllers.cronjob;

import org.jspecify.annotations.NullMarked;
