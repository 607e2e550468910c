/** Removes finished Jobs some time after their end. */
@NullMarked
package io.kubejar.controllers.ttlafterfinished;

import org.jspecify.annotations.NullMarked;
