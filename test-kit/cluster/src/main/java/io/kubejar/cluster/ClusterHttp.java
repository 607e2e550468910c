package io.kubejar.cluster;

import io.kubejar.core.loop.LoopGroup;
import io.kubejar.server.authn.UserInfo;
import io.kubejar.server.exchange.Answer;
import io.kubejar.server.exchange.Headers;
import io.kubejar.server.inprocess.InProcessHttp;
import java.net.ConnectException;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.function.UnaryOperator;

/**
 * The HTTP API of a cluster without sockets: below clients of others' make that run in this JVM, in every mode. Requests run
 * on the caller's thread. Thread-safe, but in a {@link Mode#SEEDED} cluster for its one thread only.
 */
public final class ClusterHttp {
    private static final Set<String> WATCH = Set.of("watch=true", "watch=1");
    /** Longer than any test lets pass. */
    private static final String FOR_EVER = "timeoutSeconds=" + 100L * 365 * 24 * 3600;

    private final InProcessHttp http;
    private final Ground ground;
    private final UserInfo user;
    private final UnaryOperator<Runnable> closing;

    /**
     * Acts as a user.
     *
     * @param closing takes what is to be done before the cluster closes, and gives what takes that back
     */
    ClusterHttp(InProcessHttp http, Ground ground, UserInfo user, UnaryOperator<Runnable> closing) {
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
     * @throws ConnectException when the server does not run, because somebody has killed it
     * @throws IllegalArgumentException when the target has a broken escape
     */
    public Answer send(String method, String target, Headers headers, byte[] body) throws ConnectException {
        return http.send(user, method, target, headers, body);
    }

    /**
     * A target whose watch lasts until it is closed where the cluster's time is moved: there it would end at once by the
     * cluster's clock, and its client would open it again by a clock that does not go faster. Others are left as they are.
     */
    public String lasting(String target) {
        int mark = target.indexOf('?');
        boolean watch = mark >= 0
                && Arrays.stream(target.substring(mark + 1).split("&")).anyMatch(WATCH::contains);
        return mode() == Mode.LIVE || !watch
                ? target
                : target.replaceAll("(?<=[?&])timeoutSeconds=[^&]*", "") + "&" + FOR_EVER;
    }

    /** How the cluster lives. */
    public Mode mode() {
        return ground.options().mode();
    }

    /**
     * Runs tasks of clients and operators on the cluster's loops, so that {@code settle()} knows of them. In a
     * {@link Mode#SEEDED} cluster all run one after the other on its one thread, and what other threads hand in is refused.
     *
     * @param name what the loops are called
     */
    public ExecutorService executor(String name) {
        return new LoopExecutor(new LoopGroup(ground.loops()), name);
    }

    /** Runs this before the cluster closes; gives what takes that back, for a client that was closed before. */
    public Runnable beforeClose(Runnable task) {
        return closing.apply(task);
    }
}
