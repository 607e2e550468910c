/** Simulated nodes. {@code fleet.KubeletFleet} is the door, {@code behaviour.Behaviours} what users set. */
@NullMarked
package io.kubejar.kubelet;

import org.jspecify.annotations.NullMarked;
