package io.kubejar.etcd.service;

import io.etcd.jetcd.api.AuthDisableResponse;
import io.etcd.jetcd.api.AuthEnableResponse;
import io.etcd.jetcd.api.AuthRoleAddRequest;
import io.etcd.jetcd.api.AuthRoleAddResponse;
import io.etcd.jetcd.api.AuthRoleDeleteRequest;
import io.etcd.jetcd.api.AuthRoleDeleteResponse;
import io.etcd.jetcd.api.AuthRoleGetRequest;
import io.etcd.jetcd.api.AuthRoleGetResponse;
import io.etcd.jetcd.api.AuthRoleGrantPermissionRequest;
import io.etcd.jetcd.api.AuthRoleGrantPermissionResponse;
import io.etcd.jetcd.api.AuthRoleListResponse;
import io.etcd.jetcd.api.AuthRoleRevokePermissionRequest;
import io.etcd.jetcd.api.AuthRoleRevokePermissionResponse;
import io.etcd.jetcd.api.AuthUserAddRequest;
import io.etcd.jetcd.api.AuthUserAddResponse;
import io.etcd.jetcd.api.AuthUserChangePasswordRequest;
import io.etcd.jetcd.api.AuthUserChangePasswordResponse;
import io.etcd.jetcd.api.AuthUserDeleteRequest;
import io.etcd.jetcd.api.AuthUserDeleteResponse;
import io.etcd.jetcd.api.AuthUserGetRequest;
import io.etcd.jetcd.api.AuthUserGetResponse;
import io.etcd.jetcd.api.AuthUserGrantRoleRequest;
import io.etcd.jetcd.api.AuthUserGrantRoleResponse;
import io.etcd.jetcd.api.AuthUserListResponse;
import io.etcd.jetcd.api.AuthUserRevokeRoleRequest;
import io.etcd.jetcd.api.AuthUserRevokeRoleResponse;
import io.etcd.jetcd.api.AuthenticateRequest;
import io.etcd.jetcd.api.AuthenticateResponse;
import io.etcd.jetcd.api.ResponseHeader;
import io.kubejar.etcd.access.Access;
import io.kubejar.etcd.access.Authenticator;
import io.kubejar.etcd.auth.AuthState;
import io.kubejar.etcd.auth.Password;
import io.kubejar.etcd.auth.Permission;
import io.kubejar.etcd.auth.Role;
import io.kubejar.etcd.auth.User;
import io.kubejar.etcd.mvcc.EtcdError;
import io.kubejar.etcd.mvcc.EtcdRefusal;
import io.kubejar.etcd.proto.FromProto;
import io.kubejar.etcd.proto.ToProto;
import java.util.function.UnaryOperator;

/**
 * {@code etcdserverpb.Auth} for one caller. Calls throw an {@link EtcdRefusal}; those with a password in them take their
 * time. Source: etcd 3.6 v3rpc/auth.go and server/auth/store.go.
 */
public final class AuthAdmin {
    private static final int OPTIONS_FIELD = 3; // in AuthUserAddRequest; newer than the message class
    private static final int NO_PASSWORD_FIELD = 1; // in UserAddOptions

    private final Access access;
    private final Authenticator authenticator;

    /** For a caller. */
    public AuthAdmin(Access access, Authenticator authenticator) {
        this.access = access;
        this.authenticator = authenticator;
    }

    private ResponseHeader change(UnaryOperator<AuthState> change) {
        return ToProto.header(access.changeAuth(change));
    }

    private ResponseHeader header() {
        return ToProto.header(access.engine().revision());
    }

    private AuthState auth() {
        return access.engine().store().auth();
    }

    /** Asks everybody who they are from now on. */
    public AuthEnableResponse enable() {
        return AuthEnableResponse.newBuilder()
                .setHeader(change(AuthState::enable))
                .build();
    }

    /** Asks nobody any more, and forgets the tokens. */
    public AuthDisableResponse disable() {
        ResponseHeader header = change(AuthState::disable);
        authenticator.takeBackAll();
        return AuthDisableResponse.newBuilder().setHeader(header).build();
    }

    /** Users and roles now, for an administrator; with whether they count, and their revision. */
    public AuthState status() {
        access.requireAdmin();
        return auth();
    }

    /** The revision for a header. */
    public long revision() {
        return access.engine().revision();
    }

    /** Gives a token for a password. */
    public AuthenticateResponse authenticate(AuthenticateRequest request) {
        String token = authenticator.authenticate(request.getName(), request.getPassword());
        return AuthenticateResponse.newBuilder()
                .setHeader(header())
                .setToken(token)
                .build();
    }

    /** Adds a user. */
    public AuthUserAddResponse userAdd(AuthUserAddRequest request) {
        access.requireAdmin(); // before the expensive part
        boolean withoutPassword = FromProto.message(request.getUnknownFields(), OPTIONS_FIELD)
                .map(options -> FromProto.number(options, NO_PASSWORD_FIELD) != 0)
                .orElse(false);
        Password password = withoutPassword ? null : authenticator.newPassword(request.getPassword());
        return AuthUserAddResponse.newBuilder()
                .setHeader(change(auth -> auth.addUser(request.getName(), password)))
                .build();
    }

    /** The roles of a user. */
    public AuthUserGetResponse userGet(AuthUserGetRequest request) {
        access.requireSelf(request.getName());
        User user = auth().requireUser(request.getName());
        return AuthUserGetResponse.newBuilder()
                .setHeader(header())
                .addAllRoles(user.roles())
                .build();
    }

    /** The names of all users. */
    public AuthUserListResponse userList() {
        access.requireAdmin();
        return AuthUserListResponse.newBuilder()
                .setHeader(header())
                .addAllUsers(auth().userList().stream().map(User::name).toList())
                .build();
    }

    /** Deletes a user; their tokens are no longer good. */
    public AuthUserDeleteResponse userDelete(AuthUserDeleteRequest request) {
        ResponseHeader header = change(auth -> auth.deleteUser(request.getName()));
        authenticator.takeBack(request.getName());
        return AuthUserDeleteResponse.newBuilder().setHeader(header).build();
    }

    /** Changes a password; tokens that the old one got are no longer good. An empty one fits nothing, as upstream. */
    public AuthUserChangePasswordResponse userChangePassword(AuthUserChangePasswordRequest request) {
        access.requireAdmin(); // before the expensive part
        Password password = request.getPassword().isEmpty() ? null : authenticator.newPassword(request.getPassword());
        ResponseHeader header = change(auth -> auth.changePassword(request.getName(), password));
        authenticator.takeBack(request.getName());
        return AuthUserChangePasswordResponse.newBuilder().setHeader(header).build();
    }

    /** Gives a role to a user. */
    public AuthUserGrantRoleResponse userGrantRole(AuthUserGrantRoleRequest request) {
        return AuthUserGrantRoleResponse.newBuilder()
                .setHeader(change(auth -> auth.grantRole(request.getUser(), request.getRole())))
                .build();
    }

    /** Takes a role from a user. */
    public AuthUserRevokeRoleResponse userRevokeRole(AuthUserRevokeRoleRequest request) {
        return AuthUserRevokeRoleResponse.newBuilder()
                .setHeader(change(auth -> auth.revokeRole(request.getName(), request.getRole())))
                .build();
    }

    /** Adds a role. */
    public AuthRoleAddResponse roleAdd(AuthRoleAddRequest request) {
        return AuthRoleAddResponse.newBuilder()
                .setHeader(change(auth -> auth.addRole(request.getName())))
                .build();
    }

    /** What a role permits. */
    public AuthRoleGetResponse roleGet(AuthRoleGetRequest request) {
        access.requireOwnRole(request.getRole());
        AuthRoleGetResponse.Builder response = AuthRoleGetResponse.newBuilder().setHeader(header());
        for (Permission permission : auth().permissions(request.getRole())) {
            response.addPerm(io.etcd.jetcd.api.Permission.newBuilder()
                    .setPermTypeValue(permission.type().ordinal())
                    .setKey(ToProto.bytes(permission.key()))
                    .setRangeEnd(ToProto.bytes(permission.rangeEnd())));
        }
        return response.build();
    }

    /** The names of all roles. */
    public AuthRoleListResponse roleList() {
        access.requireAdmin();
        return AuthRoleListResponse.newBuilder()
                .setHeader(header())
                .addAllRoles(auth().roleList().stream().map(Role::name).toList())
                .build();
    }

    /** Deletes a role, also from its users. */
    public AuthRoleDeleteResponse roleDelete(AuthRoleDeleteRequest request) {
        return AuthRoleDeleteResponse.newBuilder()
                .setHeader(change(auth -> auth.deleteRole(request.getRole())))
                .build();
    }

    /** Adds a permission to a role. */
    public AuthRoleGrantPermissionResponse roleGrantPermission(AuthRoleGrantPermissionRequest request) {
        return AuthRoleGrantPermissionResponse.newBuilder()
                .setHeader(change(auth -> auth.grantPermission(request.getName(), permission(request))))
                .build();
    }

    private static Permission permission(AuthRoleGrantPermissionRequest request) {
        if (!request.hasPerm()) {
            throw EtcdError.PERMISSION_NOT_GIVEN.refusal();
        }
        io.etcd.jetcd.api.Permission given = request.getPerm();
        Permission.Type type = switch (given.getPermType()) {
            case READ -> Permission.Type.READ;
            case WRITE -> Permission.Type.WRITE;
            case READWRITE -> Permission.Type.READWRITE;
            case UNRECOGNIZED -> throw EtcdError.PERMISSION_NOT_GIVEN.refusal();
        };
        return new Permission(type, FromProto.bytes(given.getKey()), FromProto.bytes(given.getRangeEnd()));
    }

    /** Takes a permission from a role. */
    public AuthRoleRevokePermissionResponse roleRevokePermission(AuthRoleRevokePermissionRequest request) {
        return AuthRoleRevokePermissionResponse.newBuilder()
                .setHeader(change(auth -> auth.revokePermission(
                        request.getRole(), FromProto.bytes(request.getKey()), FromProto.bytes(request.getRangeEnd()))))
                .build();
    }
}
