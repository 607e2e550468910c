package io.kubejar.etcd.http;

import java.time.Instant;
import java.util.function.Supplier;

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
        Endpoint endpoint = refusal == null ? endpoints.find(renamed) : Endpoint.of(any -> refusal);
        return endpoint.begin(renamed, out);
    }
}
