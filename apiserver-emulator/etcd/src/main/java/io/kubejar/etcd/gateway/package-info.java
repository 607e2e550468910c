/** etcd's JSON gateway: the methods of the gRPC services at paths below {@code /v3/}, their messages as JSON. */
@NullMarked
package io.kubejar.etcd.gateway;

import org.jspecify.annotations.NullMarked;
