package io.kubejar.etcd.grpc;

import io.kubejar.etcd.access.Access;
import io.kubejar.etcd.access.Authenticator;
import io.kubejar.etcd.engine.Engine;
import io.kubejar.etcd.engine.Place;
import io.kubejar.etcd.service.AuthAdmin;
import io.kubejar.etcd.service.Maintenance;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the services stand on: the store, and as whom a call uses it.
 *
 * @param near where it is answered on the thread that a call is at, see {@link io.kubejar.etcd.engine.Answer#near}
 */
record Entrance(Engine engine, Authenticator authenticator, Supplier<@Nullable Place> near) {
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
