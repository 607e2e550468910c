package io.kubejar.etcd.grpc;

import io.kubejar.etcd.access.Access;
import io.kubejar.etcd.access.Authenticator;
import io.kubejar.etcd.engine.Engine;
import io.kubejar.etcd.service.AuthAdmin;
import io.kubejar.etcd.service.Maintenance;

/** What the services stand on: the store, and as whom a call uses it. */
record Entrance(Engine engine, Authenticator authenticator) {
    /** For the call that the thread is at. */
    Access access() {
        return new Access(engine, Callers.current());
    }

    /** For the call that the thread is at. */
    AuthAdmin authAdmin() {
        return new AuthAdmin(access(), authenticator);
    }

    /** For the call that the thread is at. */
    Maintenance maintenance() {
        return new Maintenance(access());
    }
}
