/** One way to talk to any etcd in etcd's own messages: in process through jetcd's interfaces, or over gRPC. */
@NullMarked
package io.kubejar.etcd.door;

import org.jspecify.annotations.NullMarked;
