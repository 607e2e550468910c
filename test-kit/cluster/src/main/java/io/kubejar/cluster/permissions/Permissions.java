package io.kubejar.cluster.permissions;

import java.util.Set;

/**
 * What every user of a cluster asked for, through every door, since it started.
 *
 * <pre>{@code
 * String role = cluster.permissions().of("system:serviceaccount:default:my-operator").toYaml();
 * }</pre>
 */
public final class Permissions {
    private final AskLog log;

    /** Reads a log. */
    public Permissions(AskLog log) {
        this.log = log;
    }

    /** What a user asked for; nothing when nobody of that name has come. */
    public UserPermissions of(String user) {
        return new UserPermissions(user, log.allowed(user), log.refused(user), false);
    }

    /** Who has asked for anything. */
    public Set<String> users() {
        return log.users();
    }
}
