package io.kubejar.cluster;

import io.kubejar.core.loop.LoopGroup;
import io.kubejar.core.loop.Loops;
import io.kubejar.server.authn.UserInfo;
import io.kubejar.server.exchange.Answer;
import io.kubejar.server.exchange.Headers;
import io.kubejar.server.inprocess.InProcessHttp;
import java.util.function.Consumer;

/**
 * The HTTP API of a cluster without sockets: below clients of others' make that run in this JVM, in every mode. Requests run
 * on the caller's thread. Thread-safe, but in a {@link Mode#SEEDED} cluster for its one thread only.
 */
public final class ClusterHttp {
    private final InProcessHttp http;
    private final Ground ground;
    private final UserInfo user;
    private final Consumer<Runnable> closing;

    /**
     * Acts as a user.
     *
     * @param closing takes what is to be done before the cluster closes
     */
    ClusterHttp(InProcessHttp http, Ground ground, UserInfo user, Consumer<Runnable> closing) {
        this.http = http;
        this.ground = ground;
        this.user = user;
        this.closing = closing;
    }

    /** The same as somebody, for example {@code as("jane", "developers")}. */
    public ClusterHttp as(String name, String... groups) {
        return new ClusterHttp(http, ground, Users.known(name, groups), closing);
    }

    /** The same as a service account; it need not exist. */
    public ClusterHttp asAccount(String namespace, String account) {
        UserInfo known = Users.component("system:serviceaccount:" + namespace + ":" + account);
        return new ClusterHttp(http, ground, known, closing);
    }

    /**
     * Sends a request; its answer is there when this returns. A request that has an {@code Authorization} header acts as
     * whoever that proves.
     *
     * @param method in capitals
     * @param target path and query, as in a request line
     * @throws IllegalArgumentException when the target has a broken escape
     */
    public Answer send(String method, String target, Headers headers, byte[] body) {
        return http.send(user, method, target, headers, body);
    }

    /** How the cluster lives. */
    public Mode mode() {
        return ground.options().mode();
    }

    /** Loops of the cluster, which knows of all that runs there; they end together when they are closed. */
    public Loops loops() {
        return new LoopGroup(ground.loops());
    }

    /** Runs this before the cluster closes. */
    public void beforeClose(Runnable task) {
        closing.accept(task);
    }
}
