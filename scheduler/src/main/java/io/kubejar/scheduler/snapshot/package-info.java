/** What stands on which node, kept up to date change by change. */
@NullMarked
package io.kubejar.scheduler.snapshot;

import org.jspecify.annotations.NullMarked;
