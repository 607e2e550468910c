package io.kubejar.etcd.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubejar.etcd.mvcc.EtcdRefusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordTest {
    private static final byte[] SALT = new byte[Password.SALT_BYTES];

    private static Password password(String text) {
        return Password.of(text, Password.MIN_COST, SALT);
    }

    @Test
    void aPasswordIsKnownByWhatItLeaves() {
        Password password = password("secret");
        assertThat(password.matches("secret")).isTrue();
        assertThat(password.matches("Secret")).isFalse();
        assertThat(password.matches("")).isFalse();
        assertThat(password).hasToString("Password");
        byte[] otherSalt = SALT.clone();
        otherSalt[3] = 1;
        assertThat(Password.of("secret", Password.MIN_COST, otherSalt)).isNotEqualTo(password);
        assertThat(password("").matches("")).isTrue();
        assertThat(password("p\u00e4ss\ud83d\udd11").matches("p\u00e4ss\ud83d\udd11"))
                .isTrue();
    }

    @Test
    void theHashIsOfTheFormThatEtcdWrites() {
        Password password = Password.of("secret", 5, SALT);
        assertThat(password.hash()).startsWith("$2a$05$......................").hasSize(60);
        assertThat(Password.isHash(password.hash())).isTrue();
    }

    /** The first is the test of golang.org/x/crypto/bcrypt, the others are those of the algorithm's authors. */
    @ParameterizedTest
    @CsvSource({
        "allmine, $2a$10$XajjQvNhvvRt5GSeFk1xFeyqRrsxkhBkUiQeg0dt.wU1qD4aFDcga",
        "U*U, $2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "U*U*, $2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK",
        "U*U*U, $2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a",
    })
    void hashesOfOthersAreUnderstood(String text, String hash) {
        assertThat(Password.isHash(hash)).isTrue();
        assertThat(new Password(hash).matches(text)).isTrue();
        assertThat(new Password(hash).matches(text + "x")).isFalse();
    }

    @Test
    void bcryptLooksAtSeventyTwoBytesAndMoreAreRefused() {
        String longest = "\u00e4".repeat(36);
        assertThat(password(longest).matches(longest)).isTrue();
        assertThat(password(longest).matches(longest.substring(1))).isFalse();
        assertThat(password(longest).matches(longest + "more"))
                .as("as upstream")
                .isTrue();
        assertThatThrownBy(() -> password(longest + "x"))
                .isInstanceOf(EtcdRefusal.class)
                .hasMessage("bcrypt: password length exceeds 72 bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "$2a$10$bcrypt",
                "$1a$10$XajjQvNhvvRt5GSeFk1xFeyqRrsxkhBkUiQeg0dt.wU1qD4aFDcga",
                "$2a$10$XajjQvNhvvRt5GSeFk1xFeyqRrsxkhBkUiQeg0dt.wU1qD4aFDcg"
            })
    void whatIsNoHashFitsNothing(String text) {
        assertThat(Password.isHash(text)).isFalse();
        assertThat(new Password(text).matches(text)).isFalse();
    }

    @Test
    void aCostIsWithinTheBoundsOfBcrypt() {
        assertThat(Password.requireCost(Password.DEFAULT_COST)).isEqualTo(10);
        assertThatThrownBy(() -> Password.requireCost(3)).hasMessage("the bcrypt cost must be between 4 and 31, not 3");
        assertThatThrownBy(() -> Password.requireCost(32)).isInstanceOf(IllegalArgumentException.class);
    }
}
