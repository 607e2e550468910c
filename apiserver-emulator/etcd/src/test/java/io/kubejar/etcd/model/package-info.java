/** A reference model of etcd v3, too simple to be wrong: one list of everything that ever happened, searched from end to end. */
@NullMarked
package io.kubejar.etcd.model;

import org.jspecify.annotations.NullMarked;
