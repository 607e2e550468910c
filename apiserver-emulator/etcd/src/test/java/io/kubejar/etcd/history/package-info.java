/** Random histories: made from a seed, done to an etcd and to the model, compared step by step, and shrunk when they differ. */
@NullMarked
package io.kubejar.etcd.history;

import org.jspecify.annotations.NullMarked;
