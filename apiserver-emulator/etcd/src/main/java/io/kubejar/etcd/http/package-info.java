/** What etcd says in HTTP on the port of its clients: the connections, and what is at which path. */
@NullMarked
package io.kubejar.etcd.http;

import org.jspecify.annotations.NullMarked;
