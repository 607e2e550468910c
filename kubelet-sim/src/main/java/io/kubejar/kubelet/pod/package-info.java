/** The life of a pod on its node as tables and functions: stages of containers, phases, conditions, statuses. */
@NullMarked
package io.kubejar.kubelet.pod;

import org.jspecify.annotations.NullMarked;
