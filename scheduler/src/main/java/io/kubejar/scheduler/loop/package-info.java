/** The loop that decides and binds. */
@NullMarked
package io.kubejar.scheduler.loop;

import org.jspecify.annotations.NullMarked;
