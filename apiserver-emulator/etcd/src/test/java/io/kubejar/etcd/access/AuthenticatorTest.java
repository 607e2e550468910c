package io.kubejar.etcd.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubejar.core.chance.Chance;
import io.kubejar.core.loop.SimulatedLoops;
import io.kubejar.etcd.auth.AuthState;
import io.kubejar.etcd.auth.Password;
import io.kubejar.etcd.engine.Engine;
import io.kubejar.etcd.engine.Guard;
import io.kubejar.etcd.engine.Journal;
import io.kubejar.etcd.engine.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuthenticatorTest {
    private static final String FAILED = "etcdserver: authentication failed, invalid user ID or password";
    private static final String BAD_TOKEN = "etcdserver: invalid auth token";

    private final SimulatedLoops loops = new SimulatedLoops(Instant.parse("2026-01-01T00:00:00Z"));
    private final Engine engine =
            new Engine(loops, Chance.seeded(1), Duration.ofMinutes(10), Store.empty(), Journal.NONE);
    private final Authenticator authenticator = new Authenticator(engine, Chance.seeded(1), Password.MIN_COST);

    private void change(UnaryOperator<AuthState> change) {
        engine.changeAuth(change, Guard.NONE);
    }

    @BeforeEach
    void addUsers() {
        Password password = authenticator.newPassword("secret");
        change(auth -> auth.addUser("root", password).grantRole("root", "root"));
        change(auth -> auth.addUser("certificate", null));
        change(AuthState::enable);
    }

    @Test
    void aTokenIsGoodForAWhileAfterItsLastUse() {
        String token = authenticator.authenticate("root", "secret");
        assertThat(token).matches("[a-zA-Z]{16}\\.\\d+");
        Caller caller = authenticator.token(token);
        for (int i = 0; i < 3; i++) {
            loops.advance(Duration.ofSeconds(299));
            assertThat(caller.user()).isEqualTo("root");
        }
        loops.advance(Duration.ofSeconds(300));
        assertThatThrownBy(caller::user).hasMessage(BAD_TOKEN);
        assertThatThrownBy(authenticator.token("made up")::user).hasMessage(BAD_TOKEN);
    }

    @Test
    void aTokenThatWasTakenBackIsNoGood() {
        Caller first = authenticator.token(authenticator.authenticate("root", "secret"));
        authenticator.takeBack("another");
        assertThat(first.user()).isEqualTo("root");
        authenticator.takeBack("root");
        assertThatThrownBy(first::user).hasMessage(BAD_TOKEN);
        Caller second = authenticator.token(authenticator.authenticate("root", "secret"));
        authenticator.takeBackAll();
        assertThatThrownBy(second::user).hasMessage(BAD_TOKEN);
    }

    @Test
    void whoGetsNoToken() {
        assertThatThrownBy(() -> authenticator.authenticate("root", "wrong")).hasMessage(FAILED);
        assertThatThrownBy(() -> authenticator.authenticate("nobody", "secret")).hasMessage(FAILED);
        assertThatThrownBy(() -> authenticator.authenticate("certificate", ""))
                .hasMessage("auth: authentication failed, password was given for no password user");
        change(AuthState::disable);
        assertThatThrownBy(() -> authenticator.authenticate("root", "secret"))
                .hasMessage("etcdserver: authentication is not enabled");
    }

    @Test
    void aPasswordIsLookedAtAgainAfterItWasChanged() {
        Caller caller = authenticator.password("root", "secret");
        assertThat(caller.user()).isEqualTo("root");
        Password other = authenticator.newPassword("other");
        change(auth -> auth.changePassword("root", other));
        assertThatThrownBy(caller::user).hasMessage(FAILED);
        Password same = authenticator.newPassword("secret");
        change(auth -> auth.changePassword("root", same));
        assertThat(caller.user()).isEqualTo("root");
    }
}
