package io.kubejar.server.authn;

import java.util.List;
import java.util.regex.Pattern;

/** The user names and groups of service accounts. Upstream: apiserver/pkg/authentication/serviceaccount/util.go, v1.36. */
public final class ServiceAccountNames {
    /** The group of all service accounts. */
    public static final String ALL = "system:serviceaccounts";

    private static final Pattern USER = Pattern.compile("system:serviceaccount:"
            + "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?"
            + ":[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

    private ServiceAccountNames() {}

    /** {@code system:serviceaccount:<namespace>:<name>}. */
    public static String user(String namespace, String name) {
        return "system:serviceaccount:" + namespace + ":" + name;
    }

    /** The groups that every service account of a namespace has. */
    public static List<String> groups(String namespace) {
        return List.of(ALL, ALL + ":" + namespace);
    }

    /** Whether a user name is that of a service account. */
    public static boolean isServiceAccount(String user) {
        return USER.matcher(user).matches();
    }

    /** The namespace in a service account's user name. */
    public static String namespaceOf(String user) {
        return user.split(":")[2];
    }

    /** The service account's name in its user name. */
    public static String nameOf(String user) {
        return user.split(":")[3];
    }
}
