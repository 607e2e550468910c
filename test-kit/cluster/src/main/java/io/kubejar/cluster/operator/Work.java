package io.kubejar.cluster.operator;

import io.kubejar.core.client.ApiClient;
import io.kubejar.core.informer.Lister;
import java.time.Duration;
import java.time.Instant;

/** What an operator sees and can do while it reconciles. */
public interface Work {
    /**
     * The operator's local copy of a resource, by any of its names: what it has seen, which may be older than what it has
     * written itself.
     */
    Lister cached(String resource);

    /** The API, as the operator's user; reads are as new as the store. */
    ApiClient client();

    /** What time it is in the cluster. */
    Instant now();

    /** Wants to be called again for this key after a while. */
    void lookAgain(Duration after);
}
