package io.kubejar.etcd.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubejar.etcd.mvcc.Bytes;
import org.junit.jupiter.api.Test;

class AuthStateTest {
    private static final AuthState ONE = AuthState.empty().addUser("u", null).addRole("r");

    private static Permission permission(String key, String end) {
        return new Permission(Permission.Type.READ, Bytes.of(key), Bytes.of(end));
    }

    @Test
    void everyChangeHasARevisionAndWhatChangesNothingHasNone() {
        assertThat(AuthState.empty().revision()).isEqualTo(1);
        assertThat(ONE.revision()).isEqualTo(3);
        AuthState granted = ONE.grantRole("u", "r");
        assertThat(granted.revision()).isEqualTo(4);
        assertThat(granted.grantRole("u", "r")).isSameAs(granted);
        assertThat(granted.disable()).isSameAs(granted);
        AuthState enabled =
                granted.addUser("root", null).grantRole("root", "root").enable();
        assertThat(enabled.revision()).isEqualTo(6);
        assertThat(enabled.enable()).isSameAs(enabled);
        assertThat(enabled.disable().revision()).isEqualTo(7);
    }

    @Test
    void aPermissionNeedsAKeyAndAnEndBehindIt() {
        assertThat(ONE.grantPermission("r", permission("a", "b")).permissions("r"))
                .hasSize(1);
        assertThat(ONE.grantPermission("r", permission("a", "\0")).permissions("r"))
                .hasSize(1);
        assertThatThrownBy(() -> ONE.grantPermission("r", permission("", "b")))
                .hasMessage("etcdserver: invalid auth management");
        assertThatThrownBy(() -> ONE.grantPermission("r", permission("b", "a")))
                .hasMessage("etcdserver: invalid auth management");
        assertThatThrownBy(() -> ONE.grantPermission("none", permission("a", "")))
                .hasMessage("etcdserver: role name not found");
    }

    @Test
    void theRoleRootPermitsEverything() {
        AuthState auth = ONE.addRole("root");
        assertThat(auth.permissions("root"))
                .containsExactly(new Permission(Permission.Type.READWRITE, Bytes.EMPTY, Bytes.of("\0")));
        AuthState enabled = auth.addUser("root", null).grantRole("root", "root").enable();
        assertThatThrownBy(() -> enabled.deleteRole("root")).hasMessage("etcdserver: invalid auth management");
    }

    @Test
    void aUserWithoutAPasswordGetsNone() {
        Password password = new Password("hash");
        AuthState auth = ONE.changePassword("u", password).addUser("other", password);
        assertThat(auth.requireUser("u").password()).isNull();
        assertThat(auth.changePassword("other", null).requireUser("other").withoutPassword())
                .isFalse();
    }
}
