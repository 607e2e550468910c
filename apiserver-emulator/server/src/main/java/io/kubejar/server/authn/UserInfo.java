package io.kubejar.server.authn;

import java.util.List;
import java.util.Map;

/**
 * Who makes a request.
 *
 * @param uid "" when there is none
 * @param groups in order, {@code system:authenticated} or {@code system:unauthenticated} included
 * @param extra further attributes by key in lower case
 */
public record UserInfo(String name, String uid, List<String> groups, Map<String, List<String>> extra) {
    /** A user with groups and nothing else. */
    public static UserInfo of(String name, String... groups) {
        return new UserInfo(name, "", List.of(groups), Map.of());
    }
}
