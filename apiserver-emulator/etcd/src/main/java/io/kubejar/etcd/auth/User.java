package io.kubejar.etcd.auth;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask.
 *
 * @param withoutPassword true for one who is known by a certificate alone
 * @param password null when there is none that would be right
 * @param roles their names, in order
 */
public record User(
        String name, boolean withoutPassword, @Nullable Password password, List<String> roles) {
    /** Whom authentication cannot be without. */
    public static final String ROOT = "root";

    /** True for one who may do everything. */
    public boolean isRoot() {
        return roles.contains(Role.ROOT);
    }

    User with(@Nullable Password other) {
        return new User(name, withoutPassword, other, roles);
    }

    User with(String role) {
        return new User(
                name,
                withoutPassword,
                password,
                Stream.concat(roles.stream(), Stream.of(role)).sorted().toList());
    }

    User without(String role) {
        return new User(
                name,
                withoutPassword,
                password,
                roles.stream().filter(one -> !one.equals(role)).toList());
    }
}
