/** The door for Java code in the same JVM: jetcd's client interfaces on the engine, on the caller's thread. */
@NullMarked
package io.kubejar.etcd.jetcd;

import org.jspecify.annotations.NullMarked;
