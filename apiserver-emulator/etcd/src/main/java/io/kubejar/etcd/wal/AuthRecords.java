package io.kubejar.etcd.wal;

import io.kubejar.etcd.auth.AuthState;
import io.kubejar.etcd.auth.Password;
import io.kubejar.etcd.auth.Permission;
import io.kubejar.etcd.auth.Role;
import io.kubejar.etcd.auth.User;
import io.kubejar.etcd.mvcc.SortedTree;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Users and roles in bytes, all of them at once: there are few, and they seldom change. */
final class AuthRecords {
    // How a password is kept; what else there may be is refused.
    private static final int NONE = 0;

    private static final int BCRYPT = 2;

    private AuthRecords() {}

    static Writer write(Writer out, AuthState auth) {
        out.flag(auth.enabled()).number(auth.revision());
        List<User> users = auth.userList();
        out.number(users.size());
        users.forEach(user -> write(out, user));
        List<Role> roles = auth.roleList();
        out.number(roles.size());
        roles.forEach(role -> write(out, role));
        return out;
    }

    private static void write(Writer out, User user) {
        Password password = user.password();
        out.text(user.name()).flag(user.withoutPassword());
        if (password == null) {
            out.octet(NONE);
        } else {
            out.octet(BCRYPT).text(password.hash());
        }
        out.number(user.roles().size());
        user.roles().forEach(out::text);
    }

    private static void write(Writer out, Role role) {
        out.text(role.name()).number(role.permissions().size());
        for (Permission permission : role.permissions()) {
            out.number(permission.type().ordinal()).bytes(permission.key()).bytes(permission.rangeEnd());
        }
    }

    static AuthState read(Reader in) {
        boolean enabled = in.flag();
        long revision = in.number();
        SortedTree<String, User> users = SortedTree.empty();
        for (long left = in.number(); left > 0; left--) {
            User user = user(in);
            users = users.put(user.name(), user);
        }
        SortedTree<String, Role> roles = SortedTree.empty();
        for (long left = in.number(); left > 0; left--) {
            Role role = role(in);
            roles = roles.put(role.name(), role);
        }
        return new AuthState(enabled, revision, users, roles);
    }

    private static User user(Reader in) {
        String name = in.text();
        boolean withoutPassword = in.flag();
        Password password = password(in, name);
        List<String> roles = new ArrayList<>();
        for (long left = in.number(); left > 0; left--) {
            roles.add(in.text());
        }
        return new User(name, withoutPassword, password, List.copyOf(roles));
    }

    private static @Nullable Password password(Reader in, String user) {
        int kind = in.octet();
        if (kind != NONE && kind != BCRYPT) {
            throw new IllegalStateException(
                    "the password of the etcd user " + user + " is kept in a way that is not supported");
        }
        return kind == NONE ? null : new Password(in.text());
    }

    private static Role role(Reader in) {
        String name = in.text();
        List<Permission> permissions = new ArrayList<>();
        for (long left = in.number(); left > 0; left--) {
            Permission.Type type = Permission.Type.values()[(int) in.number()];
            permissions.add(new Permission(type, in.bytes(), in.bytes()));
        }
        return new Role(name, List.copyOf(permissions));
    }
}
