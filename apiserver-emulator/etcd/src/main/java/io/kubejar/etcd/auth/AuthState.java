package io.kubejar.etcd.auth;

import io.kubejar.etcd.mvcc.Bytes;
import io.kubejar.etcd.mvcc.EtcdError;
import io.kubejar.etcd.mvcc.EtcdRefusal;
import io.kubejar.etcd.mvcc.SortedTree;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who there is and what they may do. Every change gives a new one with the next revision, or the same one when nothing
 * changes, or throws an {@link EtcdRefusal}. Source: etcd 3.6 server/auth/store.go.
 *
 * @param revision of this, not of the keys; the first one is 1
 */
public record AuthState(
        boolean enabled, long revision, SortedTree<String, User> users, SortedTree<String, Role> roles) {
    private static final AuthState EMPTY = new AuthState(false, 1, SortedTree.empty(), SortedTree.empty());

    /** Nobody, and nothing is asked of anybody. */
    public static AuthState empty() {
        return EMPTY;
    }

    private AuthState next(SortedTree<String, User> nextUsers, SortedTree<String, Role> nextRoles) {
        return new AuthState(enabled, revision + 1, nextUsers, nextRoles);
    }

    private AuthState with(User user) {
        return next(users.put(user.name(), user), roles);
    }

    private AuthState with(Role role) {
        return next(users, roles.put(role.name(), role));
    }

    /** The user; null when there is none of that name. */
    public @Nullable User user(String name) {
        return users.get(name);
    }

    /** The user, who must be there. */
    public User requireUser(String name) {
        User user = users.get(name);
        if (user == null) {
            throw EtcdError.USER_NOT_FOUND.refusal();
        }
        return user;
    }

    private Role requireRole(String name) {
        Role role = roles.get(name);
        if (role == null) {
            throw EtcdError.ROLE_NOT_FOUND.refusal();
        }
        return role;
    }

    /** All users, by name. */
    public List<User> userList() {
        List<User> all = new ArrayList<>();
        users.scan(null, null, (name, user) -> all.add(user));
        return all;
    }

    /** All roles, by name. */
    public List<Role> roleList() {
        List<Role> all = new ArrayList<>();
        roles.scan(null, null, (name, role) -> all.add(role));
        return all;
    }

    /** Asks everybody who they are from now on. The revision stays, as upstream's does. */
    public AuthState enable() {
        if (enabled) {
            return this;
        }
        User root = users.get(User.ROOT);
        if (root == null) {
            throw EtcdError.ROOT_USER_NOT_EXIST.refusal();
        }
        if (!root.isRoot()) {
            throw EtcdError.ROOT_ROLE_NOT_EXIST.refusal();
        }
        return new AuthState(true, revision, users, roles);
    }

    /** Asks nobody any more. */
    public AuthState disable() {
        return enabled ? new AuthState(false, revision + 1, users, roles) : this;
    }

    /** With a new user; one without a password is known by a certificate alone. */
    public AuthState addUser(String name, @Nullable Password password) {
        if (name.isEmpty()) {
            throw EtcdError.USER_EMPTY.refusal();
        }
        if (users.get(name) != null) {
            throw EtcdError.USER_ALREADY_EXIST.refusal();
        }
        return with(new User(name, password == null, password, List.of()));
    }

    /** Without the user. */
    public AuthState deleteUser(String name) {
        if (enabled && name.equals(User.ROOT)) {
            throw EtcdError.INVALID_AUTH_MGMT.refusal();
        }
        requireUser(name);
        return next(users.remove(name), roles);
    }

    /** With another password; null for one that nobody knows. */
    public AuthState changePassword(String name, @Nullable Password password) {
        User user = requireUser(name);
        return with(user.with(user.withoutPassword() ? null : password));
    }

    /** Gives a role to a user. */
    public AuthState grantRole(String name, String role) {
        User user = requireUser(name);
        if (!role.equals(Role.ROOT)) {
            requireRole(role);
        }
        return user.roles().contains(role) ? this : with(user.with(role));
    }

    /** Takes a role from a user. */
    public AuthState revokeRole(String name, String role) {
        if (enabled && name.equals(User.ROOT) && role.equals(Role.ROOT)) {
            throw EtcdError.INVALID_AUTH_MGMT.refusal();
        }
        User user = requireUser(name);
        if (!user.roles().contains(role)) {
            throw EtcdError.ROLE_NOT_GRANTED.refusal();
        }
        return with(user.without(role));
    }

    /** With a new role that permits nothing. */
    public AuthState addRole(String name) {
        if (name.isEmpty()) {
            throw EtcdError.ROLE_EMPTY.refusal();
        }
        if (roles.get(name) != null) {
            throw EtcdError.ROLE_ALREADY_EXIST.refusal();
        }
        return with(new Role(name, List.of()));
    }

    /** Without the role, which its users lose. */
    public AuthState deleteRole(String name) {
        if (enabled && name.equals(Role.ROOT)) {
            throw EtcdError.INVALID_AUTH_MGMT.refusal();
        }
        requireRole(name);
        SortedTree<String, User> rest = users;
        for (User user : userList()) {
            if (user.roles().contains(name)) {
                rest = rest.put(user.name(), user.without(name));
            }
        }
        return next(rest, roles.remove(name));
    }

    /** What a role permits; the role root everything. */
    public List<Permission> permissions(String role) {
        Role found = requireRole(role);
        return role.equals(Role.ROOT) ? List.of(Permission.ROOT) : found.permissions();
    }

    /** Adds a permission to a role, in place of one for the same range. */
    public AuthState grantPermission(String role, Permission permission) {
        if (!permission.isValid()) {
            throw EtcdError.INVALID_AUTH_MGMT.refusal();
        }
        return with(requireRole(role).with(permission));
    }

    /** Takes the permission for exactly this range from a role. */
    public AuthState revokePermission(String role, Bytes key, Bytes rangeEnd) {
        Role found = requireRole(role);
        List<Permission> rest = found.permissions().stream()
                .filter(permission -> !permission.isFor(key, rangeEnd))
                .toList();
        if (rest.size() == found.permissions().size()) {
            throw EtcdError.PERMISSION_NOT_GRANTED.refusal();
        }
        return with(new Role(role, rest));
    }
}
