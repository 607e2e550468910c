/** Nodes as objects: how one registers itself, what it reports, which addresses its pods have. */
@NullMarked
package io.kubejar.kubelet.node;

import org.jspecify.annotations.NullMarked;
