/** The DaemonSet controller: one pod on every node that fits. */
@NullMarked
package io.kubejar.controllers.daemonset;

import org.jspecify.annotations.NullMarked;
