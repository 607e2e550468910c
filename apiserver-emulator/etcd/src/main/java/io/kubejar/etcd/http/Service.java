package io.kubejar.etcd.http;

import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What all connections share.
 *
 * @param clock the time that answers carry
 */
record Service(Endpoints endpoints, AccessRules rules, Supplier<Instant> clock) {
    /** Takes up a request. */
    Intake begin(RequestHead request, Output out) {
        RequestHead renamed = Endpoints.renamed(request);
        Reply refusal = rules.answer(renamed);
        if (refusal == null && SocketHandshake.isAskedFor(renamed)) {
            refusal = SocketHandshake.refusal(renamed);
        }
        return endpoint(renamed, refusal).begin(renamed, out);
    }

    private Endpoint endpoint(RequestHead request, @Nullable Reply refusal) {
        return refusal == null ? endpoints.find(request) : Endpoint.of(any -> refusal);
    }

    /** Whether it goes on as a WebSocket; its messages are the body of the request that {@link SocketHandshake} makes of it. */
    boolean isSocket(RequestHead request) {
        RequestHead renamed = Endpoints.renamed(request);
        return SocketHandshake.isAskedFor(renamed)
                && rules.answer(renamed) == null
                && SocketHandshake.refusal(renamed) == null;
    }
}
