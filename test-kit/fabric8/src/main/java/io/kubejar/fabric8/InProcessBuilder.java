package io.kubejar.fabric8;

import io.fabric8.kubernetes.client.http.StandardHttpClientBuilder;
import java.util.concurrent.atomic.AtomicBoolean;

/** Settings of the HTTP part of a client. */
final class InProcessBuilder extends StandardHttpClientBuilder<InProcessClient, InProcessFactory, InProcessBuilder> {
    InProcessBuilder(InProcessFactory factory) {
        super(factory);
    }

    @Override
    public InProcessClient build() {
        return new InProcessClient(this, client == null ? new AtomicBoolean() : client.getClosed());
    }

    @Override
    protected InProcessBuilder newInstance(InProcessFactory factory) {
        return new InProcessBuilder(factory);
    }
}
