/** What a container does when it runs, and which images there are. */
@NullMarked
package io.kubejar.kubelet.behaviour;

import org.jspecify.annotations.NullMarked;
