/** Pods as the scheduler sees them: what they ask for and where they may run, read once. */
@NullMarked
package io.kubejar.scheduler.pod;

import org.jspecify.annotations.NullMarked;
