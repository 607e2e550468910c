package io.kubejar.server.pipeline;

import io.kubejar.server.request.Call;

/** The question whether a user may do what a call asks. Throws Forbidden with upstream's words. */
@FunctionalInterface
public interface Authorization {
    /** Returns when the call is allowed. */
    void require(Call call);
}
