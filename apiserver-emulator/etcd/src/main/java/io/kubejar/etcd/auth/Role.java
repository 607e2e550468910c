package io.kubejar.etcd.auth;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A name for some permissions.
 *
 * @param permissions in order of their keys
 */
public record Role(String name, List<Permission> permissions) {
    /** Whose users may do everything, whatever permissions it has. */
    public static final String ROOT = "root";

    Role with(Permission permission) {
        List<Permission> all = new ArrayList<>(permissions);
        all.removeIf(one -> one.isFor(permission.key(), permission.rangeEnd()));
        all.add(permission);
        all.sort(Comparator.comparing(Permission::key));
        return new Role(name, List.copyOf(all));
    }
}
