package io.kubejar.etcd.linear;

import org.jspecify.annotations.Nullable;

/** What may come of calls that are made one after the other. States are values with an equality. */
interface SequentialModel<S, I, O> {
    /** The first state. */
    S initial();

    /** The state after the call; null when this cannot come of it. */
    @Nullable
    S step(S state, I input, O output);
}
