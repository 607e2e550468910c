/** Faults that are made on purpose: in nodes, requests, watches, the store and the clock. */
@NullMarked
package io.kubejar.cluster.fault;

import org.jspecify.annotations.NullMarked;
