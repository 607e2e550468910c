/** Users, roles and what they may do, as a value. */
@NullMarked
package io.kubejar.etcd.auth;

import org.jspecify.annotations.NullMarked;
