/** Between etcd's protobuf messages, the language of both doors, and the store's own values. */
@NullMarked
package io.kubejar.etcd.proto;

import org.jspecify.annotations.NullMarked;
