package io.kubejar.etcd.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubejar.etcd.auth.AuthState;
import io.kubejar.etcd.auth.Password;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class AuthRecordsTest {
    private static Reader reader(Writer out) {
        int size = out.size();
        return new Reader(ByteBuffer.wrap(out.reset(), 0, size));
    }

    @Test
    void passwordsAreReadAsTheyWereWritten() {
        AuthState auth = AuthState.empty()
                .addUser("with", new Password("$2a$04$hash"))
                .addUser("certificate", null)
                .addUser("locked", new Password("$2a$04$other"))
                .changePassword("locked", null);
        Reader in = reader(AuthRecords.write(new Writer(), auth));
        assertThat(AuthRecords.read(in).userList()).isEqualTo(auth.userList());
        assertThat(in.hasMore()).isFalse();
    }

    @Test
    void aPasswordOfAnotherKindIsRefused() {
        Writer out = new Writer();
        out.flag(true).number(7).number(1).text("root").flag(false).octet(1).text("salt");
        assertThatThrownBy(() -> AuthRecords.read(reader(out)))
                .hasMessage("the password of the etcd user root is kept in a way that is not supported");
    }
}
