/** The rules by which nodes are left out and ranked, one file each. */
@NullMarked
package io.kubejar.scheduler.plugins;

import org.jspecify.annotations.NullMarked;
