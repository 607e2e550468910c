package io.kubejar.etcd.grpc;

import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.AuthDisableRequest;
import io.etcd.jetcd.api.AuthDisableResponse;
import io.etcd.jetcd.api.AuthEnableRequest;
import io.etcd.jetcd.api.AuthEnableResponse;
import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthRoleAddRequest;
import io.etcd.jetcd.api.AuthRoleAddResponse;
import io.etcd.jetcd.api.AuthRoleDeleteRequest;
import io.etcd.jetcd.api.AuthRoleDeleteResponse;
import io.etcd.jetcd.api.AuthRoleGetRequest;
import io.etcd.jetcd.api.AuthRoleGetResponse;
import io.etcd.jetcd.api.AuthRoleGrantPermissionRequest;
import io.etcd.jetcd.api.AuthRoleGrantPermissionResponse;
import io.etcd.jetcd.api.AuthRoleListRequest;
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
import io.etcd.jetcd.api.AuthUserListRequest;
import io.etcd.jetcd.api.AuthUserListResponse;
import io.etcd.jetcd.api.AuthUserRevokeRoleRequest;
import io.etcd.jetcd.api.AuthUserRevokeRoleResponse;
import io.etcd.jetcd.api.AuthenticateRequest;
import io.etcd.jetcd.api.AuthenticateResponse;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.StreamObserver;
import io.kubejar.etcd.auth.AuthState;
import io.kubejar.etcd.service.AuthAdmin;
import java.util.function.Function;

/** {@code etcdserverpb.Auth}. Calls with a password in them take their time elsewhere. */
final class AuthService extends AuthGrpc.AuthImplBase {
    private static final int ENABLED_FIELD = 2; // in AuthStatusResponse
    private static final int REVISION_FIELD = 3;

    private final Entrance entrance;

    AuthService(Entrance entrance) {
        this.entrance = entrance;
    }

    /** All methods: those that the generated class has, and {@code AuthStatus}, which is newer than it. */
    ServerServiceDefinition definition() {
        return new NewerMethods(this).add("AuthStatus", request -> status()).build();
    }

    private UnknownFieldSet status() {
        AuthAdmin admin = entrance.authAdmin();
        AuthState auth = admin.status();
        return NewerMethods.response(admin.revision())
                .addField(ENABLED_FIELD, NewerMethods.number(auth.enabled() ? 1 : 0))
                .addField(REVISION_FIELD, NewerMethods.number(auth.revision()))
                .build();
    }

    private <T> void answer(StreamObserver<T> observer, Function<AuthAdmin, T> call) {
        Calls.answer(observer, () -> call.apply(entrance.authAdmin()));
    }

    private <T> void answerSlowly(StreamObserver<T> observer, Function<AuthAdmin, T> call) {
        AuthAdmin admin = entrance.authAdmin();
        entrance.engine().aside("password", () -> Calls.answer(observer, () -> call.apply(admin)));
    }

    @Override
    public void authEnable(AuthEnableRequest request, StreamObserver<AuthEnableResponse> observer) {
        answer(observer, AuthAdmin::enable);
    }

    @Override
    public void authDisable(AuthDisableRequest request, StreamObserver<AuthDisableResponse> observer) {
        answer(observer, AuthAdmin::disable);
    }

    @Override
    public void authenticate(AuthenticateRequest request, StreamObserver<AuthenticateResponse> observer) {
        answerSlowly(observer, admin -> admin.authenticate(request));
    }

    @Override
    public void userAdd(AuthUserAddRequest request, StreamObserver<AuthUserAddResponse> observer) {
        answerSlowly(observer, admin -> admin.userAdd(request));
    }

    @Override
    public void userGet(AuthUserGetRequest request, StreamObserver<AuthUserGetResponse> observer) {
        answer(observer, admin -> admin.userGet(request));
    }

    @Override
    public void userList(AuthUserListRequest request, StreamObserver<AuthUserListResponse> observer) {
        answer(observer, AuthAdmin::userList);
    }

    @Override
    public void userDelete(AuthUserDeleteRequest request, StreamObserver<AuthUserDeleteResponse> observer) {
        answer(observer, admin -> admin.userDelete(request));
    }

    @Override
    public void userChangePassword(
            AuthUserChangePasswordRequest request, StreamObserver<AuthUserChangePasswordResponse> observer) {
        answerSlowly(observer, admin -> admin.userChangePassword(request));
    }

    @Override
    public void userGrantRole(AuthUserGrantRoleRequest request, StreamObserver<AuthUserGrantRoleResponse> observer) {
        answer(observer, admin -> admin.userGrantRole(request));
    }

    @Override
    public void userRevokeRole(AuthUserRevokeRoleRequest request, StreamObserver<AuthUserRevokeRoleResponse> observer) {
        answer(observer, admin -> admin.userRevokeRole(request));
    }

    @Override
    public void roleAdd(AuthRoleAddRequest request, StreamObserver<AuthRoleAddResponse> observer) {
        answer(observer, admin -> admin.roleAdd(request));
    }

    @Override
    public void roleGet(AuthRoleGetRequest request, StreamObserver<AuthRoleGetResponse> observer) {
        answer(observer, admin -> admin.roleGet(request));
    }

    @Override
    public void roleList(AuthRoleListRequest request, StreamObserver<AuthRoleListResponse> observer) {
        answer(observer, AuthAdmin::roleList);
    }

    @Override
    public void roleDelete(AuthRoleDeleteRequest request, StreamObserver<AuthRoleDeleteResponse> observer) {
        answer(observer, admin -> admin.roleDelete(request));
    }

    @Override
    public void roleGrantPermission(
            AuthRoleGrantPermissionRequest request, StreamObserver<AuthRoleGrantPermissionResponse> observer) {
        answer(observer, admin -> admin.roleGrantPermission(request));
    }

    @Override
    public void roleRevokePermission(
            AuthRoleRevokePermissionRequest request, StreamObserver<AuthRoleRevokePermissionResponse> observer) {
        answer(observer, admin -> admin.roleRevokePermission(request));
    }
}
