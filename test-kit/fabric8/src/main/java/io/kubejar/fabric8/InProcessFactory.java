package io.kubejar.fabric8;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.utils.HttpClientUtils;
import io.kubejar.cluster.ClusterHttp;

/** Makes the HTTP part of clients. */
final class InProcessFactory implements HttpClient.Factory {
    private final ClusterHttp http;
    private volatile Runnable closed = () -> {};

    InProcessFactory(ClusterHttp http) {
        this.http = http;
    }

    ClusterHttp http() {
        return http;
    }

    /** Runs this when the client is closed. */
    void onClose(Runnable task) {
        closed = task;
    }

    void closed() {
        closed.run();
    }

    /** As upstream's applyCommonConfiguration, without proxies and TLS. */
    @Override
    public HttpClient.Builder newBuilder(Config config) {
        HttpClient.Builder builder = newBuilder();
        builder.tag(config.getRequestConfig());
        HttpClientUtils.createApplicableInterceptors(config, this).forEach(builder::addOrReplaceInterceptor);
        return builder;
    }

    @Override
    public HttpClient.Builder newBuilder() {
        return new InProcessBuilder(this);
    }
}
