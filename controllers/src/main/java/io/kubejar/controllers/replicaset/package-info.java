/** The ReplicaSet controller: as many pods as asked for. */
@NullMarked
package io.kubejar.controllers.replicaset;

import org.jspecify.annotations.NullMarked;
