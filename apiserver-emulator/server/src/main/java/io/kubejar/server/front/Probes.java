package io.kubejar.server.front;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The health checks that have a path of their own. A server that answers at all has passed them: it listens only once its
 * first objects are stored. Upstream: pkg/server/healthz, v1.36.
 */
final class Probes {
    private static final Set<String> CHECKS =
            Set.of("", "/ping", "/log", "/poststarthook/rbac/bootstrap-roles", "/poststarthook/bootstrap-controller");

    private Probes() {}

    /** The paths of all checks. */
    static Set<String> paths() {
        Set<String> out = new TreeSet<>();
        for (String root : List.of("/healthz", "/livez", "/readyz")) {
            CHECKS.forEach(check -> out.add(root + check));
        }
        out.add("/healthz/etcd");
        out.add("/livez/etcd");
        return out;
    }

    /** Whether the path is that of a check. {@code etcd} has one below healthz and livez, but not below readyz. */
    static boolean knows(String path) {
        int slash = path.indexOf('/', 1);
        String check = slash < 0 ? "" : path.substring(slash);
        return CHECKS.contains(check) || (check.equals("/etcd") && !path.startsWith("/readyz"));
    }
}
