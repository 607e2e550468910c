/** The door for etcd clients in other processes: etcd's gRPC services on the engine. */
@NullMarked
package io.kubejar.etcd.grpc;

import org.jspecify.annotations.NullMarked;
