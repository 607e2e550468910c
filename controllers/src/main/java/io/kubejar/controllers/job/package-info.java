/** Runs pods until enough of them have succeeded, or too many have failed. */
@NullMarked
package io.kubejar.controllers.job;

import org.jspecify.annotations.NullMarked;
