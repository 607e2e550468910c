package io.kubejar.cluster;

import io.kubejar.cluster.control.Control;
import io.kubejar.cluster.fault.Disturbances;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Resources;
import io.kubejar.server.ApiServer;
import io.kubejar.server.http.HttpServer;
import io.kubejar.server.pki.Kubeconfig;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A cluster's door for clients outside: opened when somebody asks where it is. Thread-safe. */
final class SecurePort implements AutoCloseable {
    private final Ground ground;
    private final ApiServer server;
    private final BiConsumer<String, Throwable> faults;

    private @Nullable HttpServer https; // guarded by this

    /** Not open yet. */
    SecurePort(Ground ground, ControlPlane plane, ClusterTime time, BiConsumer<String, Throwable> faults) {
        this.ground = ground;
        server = plane.server;
        server.serve(Disturbances.CONTROL, new Control(plane::disturbances, time));
        this.faults = faults;
    }

    /**
     * The address; opens the door when it is not open yet.
     *
     * @throws IllegalStateException in a seeded cluster
     */
    synchronized String url() {
        HttpServer open = https;
        if (open == null) {
            if (!ground.loops().runsByItself()) {
                throw new IllegalStateException("a seeded cluster does not listen: use client(), or Mode.VIRTUAL");
            }
            Integer wanted = ground.options().port();
            open = server.listen(ground.options().listening().address(), wanted == null ? 0 : wanted, faults);
            https = open;
        }
        return open.url();
    }

    /** A kubeconfig of the administrator. */
    String kubeconfig() {
        // A token and no certificate: fabric8's client reads no EC keys, and RSA keys take long to make.
        return kubeconfig(ground.pki().adminToken());
    }

    /** A kubeconfig of a service account, which must exist. */
    String kubeconfig(String namespace, String account) {
        ApiObject request = ApiObject.of(new Gvk("authentication.k8s.io", "v1", "TokenRequest"), namespace, account);
        ResourceRef ref =
                ResourceRef.of(Resources.SERVICE_ACCOUNTS, namespace, account).sub("token");
        ApiObject answer = server.client(Users.ADMIN).create(ref, request, WriteOptions.NONE);
        return kubeconfig(answer.at("status", "token").asText());
    }

    private String kubeconfig(String token) {
        return Kubeconfig.withToken("kubejar", url(), ground.pki().authority(), token);
    }

    @Override
    public synchronized void close() {
        HttpServer open = https;
        https = null;
        if (open != null) {
            open.close();
        }
    }
}
