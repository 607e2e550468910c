package io.kubejar.etcd.http;

import io.kubejar.etcd.proto.Status;

/** {@code /version}. Source: etcd 3.6 etcdhttp/version.go. */
final class VersionEndpoint {
    private VersionEndpoint() {}

    static Endpoint create() {
        String body = "{\"etcdserver\":\"" + Status.VERSION + "\",\"etcdcluster\":\"" + Status.VERSION
                + "\",\"storage\":\"" + Status.VERSION + "\"}";
        return Endpoint.get(request -> Reply.ok("application/json", body));
    }
}
