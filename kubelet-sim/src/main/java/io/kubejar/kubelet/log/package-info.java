/** What containers have written, and how it is read back. */
@NullMarked
package io.kubejar.kubelet.log;

import org.jspecify.annotations.NullMarked;
