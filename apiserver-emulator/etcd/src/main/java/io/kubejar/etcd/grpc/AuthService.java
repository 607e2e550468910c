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
import java.util.function.BiFunction;

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

    /** Every call: what is asked, what is done with it, and where the answer goes. */
    private <Q, A> void answer(Q request, BiFunction<AuthAdmin, Q, A> call, StreamObserver<A> observer) {
        Calls.answer(observer, () -> call.apply(entrance.authAdmin(), request));
    }

    /** The same for those with a password in them. */
    private <Q, A> void answerSlowly(Q request, BiFunction<AuthAdmin, Q, A> call, StreamObserver<A> observer) {
        AuthAdmin admin = entrance.authAdmin();
        entrance.engine().aside("password", () -> Calls.answer(observer, () -> call.apply(admin, request)));
    }

    @Override
    public void authEnable(AuthEnableRequest request, StreamObserver<AuthEnableResponse> observer) {
        answer(request, (admin, none) -> admin.enable(), observer);
    }

    @Override
    public void authDisable(AuthDisableRequest request, StreamObserver<AuthDisableResponse> observer) {
        answer(request, (admin, none) -> admin.disable(), observer);
    }

    @Override
    public void authenticate(AuthenticateRequest request, StreamObserver<AuthenticateResponse> observer) {
        answerSlowly(request, AuthAdmin::authenticate, observer);
    }

    @Override
    public void userAdd(AuthUserAddRequest request, StreamObserver<AuthUserAddResponse> observer) {
        answerSlowly(request, AuthAdmin::userAdd, observer);
    }

    @Override
    public void userGet(AuthUserGetRequest request, StreamObserver<AuthUserGetResponse> observer) {
        answer(request, AuthAdmin::userGet, observer);
    }

    @Override
    public void userList(AuthUserListRequest request, StreamObserver<AuthUserListResponse> observer) {
        answer(request, (admin, none) -> admin.userList(), observer);
    }

    @Override
    public void userDelete(AuthUserDeleteRequest request, StreamObserver<AuthUserDeleteResponse> observer) {
        answer(request, AuthAdmin::userDelete, observer);
    }

    @Override
    public void userChangePassword(
            AuthUserChangePasswordRequest request, StreamObserver<AuthUserChangePasswordResponse> observer) {
        answerSlowly(request, AuthAdmin::userChangePassword, observer);
    }

    @Override
    public void userGrantRole(AuthUserGrantRoleRequest request, StreamObserver<AuthUserGrantRoleResponse> observer) {
        answer(request, AuthAdmin::userGrantRole, observer);
    }

    @Override
    public void userRevokeRole(AuthUserRevokeRoleRequest request, StreamObserver<AuthUserRevokeRoleResponse> observer) {
        answer(request, AuthAdmin::userRevokeRole, observer);
    }

    @Override
    public void roleAdd(AuthRoleAddRequest request, StreamObserver<AuthRoleAddResponse> observer) {
        answer(request, AuthAdmin::roleAdd, observer);
    }

    @Override
    public void roleGet(AuthRoleGetRequest request, StreamObserver<AuthRoleGetResponse> observer) {
        answer(request, AuthAdmin::roleGet, observer);
    }

    @Override
    public void roleList(AuthRoleListRequest request, StreamObserver<AuthRoleListResponse> observer) {
        answer(request, (admin, none) -> admin.roleList(), observer);
    }

    @Override
    public void roleDelete(AuthRoleDeleteRequest request, StreamObserver<AuthRoleDeleteResponse> observer) {
        answer(request, AuthAdmin::roleDelete, observer);
    }

    @Override
    public void roleGrantPermission(
            AuthRoleGrantPermissionRequest request, StreamObserver<AuthRoleGrantPermissionResponse> observer) {
        answer(request, AuthAdmin::roleGrantPermission, observer);
    }

    @Override
    public void roleRevokePermission(
            AuthRoleRevokePermissionRequest request, StreamObserver<AuthRoleRevokePermissionResponse> observer) {
        answer(request, AuthAdmin::roleRevokePermission, observer);
    }
}
