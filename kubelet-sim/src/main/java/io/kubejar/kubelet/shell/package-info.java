/** A small interpreter for the shell lines of teaching manifests. */
@NullMarked
package io.kubejar.kubelet.shell;

import org.jspecify.annotations.NullMarked;
