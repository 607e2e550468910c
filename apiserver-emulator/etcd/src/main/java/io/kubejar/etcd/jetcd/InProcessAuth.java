package io.kubejar.etcd.jetcd;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.Auth;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.api.AuthRoleAddRequest;
import io.etcd.jetcd.api.AuthRoleDeleteRequest;
import io.etcd.jetcd.api.AuthRoleGetRequest;
import io.etcd.jetcd.api.AuthRoleGrantPermissionRequest;
import io.etcd.jetcd.api.AuthRoleRevokePermissionRequest;
import io.etcd.jetcd.api.AuthUserAddRequest;
import io.etcd.jetcd.api.AuthUserChangePasswordRequest;
import io.etcd.jetcd.api.AuthUserDeleteRequest;
import io.etcd.jetcd.api.AuthUserGetRequest;
import io.etcd.jetcd.api.AuthUserGrantRoleRequest;
import io.etcd.jetcd.api.AuthUserRevokeRoleRequest;
import io.etcd.jetcd.auth.AuthDisableResponse;
import io.etcd.jetcd.auth.AuthEnableResponse;
import io.etcd.jetcd.auth.AuthRoleAddResponse;
import io.etcd.jetcd.auth.AuthRoleDeleteResponse;
import io.etcd.jetcd.auth.AuthRoleGetResponse;
import io.etcd.jetcd.auth.AuthRoleGrantPermissionResponse;
import io.etcd.jetcd.auth.AuthRoleListResponse;
import io.etcd.jetcd.auth.AuthRoleRevokePermissionResponse;
import io.etcd.jetcd.auth.AuthUserAddResponse;
import io.etcd.jetcd.auth.AuthUserChangePasswordResponse;
import io.etcd.jetcd.auth.AuthUserDeleteResponse;
import io.etcd.jetcd.auth.AuthUserGetResponse;
import io.etcd.jetcd.auth.AuthUserGrantRoleResponse;
import io.etcd.jetcd.auth.AuthUserListResponse;
import io.etcd.jetcd.auth.AuthUserRevokeRoleResponse;
import io.etcd.jetcd.auth.Permission;
import io.kubejar.etcd.service.AuthAdmin;
import java.util.concurrent.CompletableFuture;

/** jetcd's service of users and roles. */
final class InProcessAuth implements Auth {
    private final AuthAdmin admin;

    InProcessAuth(AuthAdmin admin) {
        this.admin = admin;
    }

    private static ByteString bytes(ByteSequence sequence) {
        return ByteString.copyFrom(sequence.getBytes());
    }

    @Override
    public CompletableFuture<AuthEnableResponse> authEnable() {
        return Answers.of(() -> new AuthEnableResponse(admin.enable()));
    }

    @Override
    public CompletableFuture<AuthDisableResponse> authDisable() {
        return Answers.of(() -> new AuthDisableResponse(admin.disable()));
    }

    @Override
    public CompletableFuture<AuthUserAddResponse> userAdd(ByteSequence user, ByteSequence password) {
        AuthUserAddRequest request = AuthUserAddRequest.newBuilder()
                .setNameBytes(bytes(user))
                .setPasswordBytes(bytes(password))
                .build();
        return Answers.of(() -> new AuthUserAddResponse(admin.userAdd(request)));
    }

    @Override
    public CompletableFuture<AuthUserDeleteResponse> userDelete(ByteSequence user) {
        AuthUserDeleteRequest request =
                AuthUserDeleteRequest.newBuilder().setNameBytes(bytes(user)).build();
        return Answers.of(() -> new AuthUserDeleteResponse(admin.userDelete(request)));
    }

    @Override
    public CompletableFuture<AuthUserChangePasswordResponse> userChangePassword(
            ByteSequence user, ByteSequence password) {
        AuthUserChangePasswordRequest request = AuthUserChangePasswordRequest.newBuilder()
                .setNameBytes(bytes(user))
                .setPasswordBytes(bytes(password))
                .build();
        return Answers.of(() -> new AuthUserChangePasswordResponse(admin.userChangePassword(request)));
    }

    @Override
    public CompletableFuture<AuthUserGetResponse> userGet(ByteSequence user) {
        AuthUserGetRequest request =
                AuthUserGetRequest.newBuilder().setNameBytes(bytes(user)).build();
        return Answers.of(() -> new AuthUserGetResponse(admin.userGet(request)));
    }

    @Override
    public CompletableFuture<AuthUserListResponse> userList() {
        return Answers.of(() -> new AuthUserListResponse(admin.userList()));
    }

    @Override
    public CompletableFuture<AuthUserGrantRoleResponse> userGrantRole(ByteSequence user, ByteSequence role) {
        AuthUserGrantRoleRequest request = AuthUserGrantRoleRequest.newBuilder()
                .setUserBytes(bytes(user))
                .setRoleBytes(bytes(role))
                .build();
        return Answers.of(() -> new AuthUserGrantRoleResponse(admin.userGrantRole(request)));
    }

    @Override
    public CompletableFuture<AuthUserRevokeRoleResponse> userRevokeRole(ByteSequence user, ByteSequence role) {
        AuthUserRevokeRoleRequest request = AuthUserRevokeRoleRequest.newBuilder()
                .setNameBytes(bytes(user))
                .setRoleBytes(bytes(role))
                .build();
        return Answers.of(() -> new AuthUserRevokeRoleResponse(admin.userRevokeRole(request)));
    }

    @Override
    public CompletableFuture<AuthRoleAddResponse> roleAdd(ByteSequence role) {
        AuthRoleAddRequest request =
                AuthRoleAddRequest.newBuilder().setNameBytes(bytes(role)).build();
        return Answers.of(() -> new AuthRoleAddResponse(admin.roleAdd(request)));
    }

    @Override
    public CompletableFuture<AuthRoleGrantPermissionResponse> roleGrantPermission(
            ByteSequence role, ByteSequence key, ByteSequence rangeEnd, Permission.Type permType) {
        io.etcd.jetcd.api.Permission.Type type = switch (permType) {
            case READ -> io.etcd.jetcd.api.Permission.Type.READ;
            case WRITE -> io.etcd.jetcd.api.Permission.Type.WRITE;
            case READWRITE -> io.etcd.jetcd.api.Permission.Type.READWRITE;
            case UNRECOGNIZED -> throw new IllegalArgumentException("a permission of an unrecognized type");
        };
        AuthRoleGrantPermissionRequest request = AuthRoleGrantPermissionRequest.newBuilder()
                .setNameBytes(bytes(role))
                .setPerm(io.etcd.jetcd.api.Permission.newBuilder()
                        .setKey(bytes(key))
                        .setRangeEnd(bytes(rangeEnd))
                        .setPermType(type))
                .build();
        return Answers.of(() -> new AuthRoleGrantPermissionResponse(admin.roleGrantPermission(request)));
    }

    @Override
    public CompletableFuture<AuthRoleGetResponse> roleGet(ByteSequence role) {
        AuthRoleGetRequest request =
                AuthRoleGetRequest.newBuilder().setRoleBytes(bytes(role)).build();
        return Answers.of(() -> new AuthRoleGetResponse(admin.roleGet(request)));
    }

    @Override
    public CompletableFuture<AuthRoleListResponse> roleList() {
        return Answers.of(() -> new AuthRoleListResponse(admin.roleList()));
    }

    @Override
    public CompletableFuture<AuthRoleRevokePermissionResponse> roleRevokePermission(
            ByteSequence role, ByteSequence key, ByteSequence rangeEnd) {
        AuthRoleRevokePermissionRequest request = AuthRoleRevokePermissionRequest.newBuilder()
                .setRoleBytes(bytes(role))
                .setKey(bytes(key))
                .setRangeEnd(bytes(rangeEnd))
                .build();
        return Answers.of(() -> new AuthRoleRevokePermissionResponse(admin.roleRevokePermission(request)));
    }

    @Override
    public CompletableFuture<AuthRoleDeleteResponse> roleDelete(ByteSequence role) {
        AuthRoleDeleteRequest request =
                AuthRoleDeleteRequest.newBuilder().setRoleBytes(bytes(role)).build();
        return Answers.of(() -> new AuthRoleDeleteResponse(admin.roleDelete(request)));
    }
}
