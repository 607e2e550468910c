package io.kubejar.etcd.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubejar.etcd.lease.Leases;
import io.kubejar.etcd.mvcc.Bytes;
import io.kubejar.etcd.mvcc.KeyRange;
import io.kubejar.etcd.mvcc.RangeOp;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTest {
    /** As {@code start} for a key, {@code start-end} for a range, {@code start-} for one without an end. */
    private static KeyRange range(String text) {
        int dash = text.indexOf('-');
        if (dash < 0) {
            return KeyRange.single(Bytes.of(text));
        }
        return new KeyRange(Bytes.of(text.substring(0, dash)), Bytes.of(text.substring(dash + 1)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a          | a    | true
            a          | b    | false
            a          | a-b  | false
            a-b        | a    | true
            a-b        | b    | false
            a-b        | a-b  | true
            a-c        | a-b  | true
            b-c        | a-c  | false
            a-b c-d    | a-d  | false
            a-b b-c    | a-c  | true
            a-c b-d    | a-d  | true
            a-e b-c    | a-e  | true
            a-e b-c    | d-e  | true
            a-b b- c-d | a-   | true
            a-z        | a-   | false
            a-         | a-z  | true
            a-         | z-   | true
            a-b        | b-a  | false
            a-         | c-b  | false
            """)
    void aRangeIsCoveredByAllRangesTogether(String ranges, String wanted, boolean covered) {
        List<KeyRange> sorted = Stream.of(ranges.split(" "))
                .map(RulesTest::range)
                .sorted(Comparator.comparing(KeyRange::start))
                .toList();
        assertThat(Rules.covers(sorted, range(wanted))).isEqualTo(covered);
    }

    @Test
    void aKeyIsARangeUpToTheNextKey() {
        KeyRange onlyA = new KeyRange(Bytes.of("a"), Bytes.of("a\0"));
        assertThat(Rules.covers(List.of(range("a")), onlyA)).isTrue();
    }

    private static AuthState enabled() {
        return AuthState.empty()
                .addUser("root", null)
                .grantRole("root", "root")
                .addUser("user", null)
                .addRole("role")
                .grantPermission("role", new Permission(Permission.Type.READ, Bytes.of("a"), Bytes.EMPTY))
                .grantRole("user", "role")
                .enable();
    }

    private static Rules as(@Nullable String user) {
        return new Rules(enabled(), user);
    }

    private static void assertRefused(Runnable check, String why) {
        assertThatThrownBy(check::run).hasMessage(why);
    }

    @Test
    void whoMayAdminister() {
        assertThatCode(as("root")::requireAdmin).doesNotThrowAnyException();
        assertRefused(as("user")::requireAdmin, "etcdserver: permission denied");
        assertRefused(as("nobody")::requireAdmin, "etcdserver: user name not found");
        assertRefused(as("")::requireAdmin, "etcdserver: user name is empty");
        assertRefused(as(null)::requireAdmin, "etcdserver: user name is empty");
        assertThatCode(new Rules(enabled().disable(), null)::requireAdmin).doesNotThrowAnyException();
    }

    @Test
    void whoMayRead() {
        RangeOp read = RangeOp.all(range("a"));
        assertThatCode(() -> as("root").require(read, Leases.none())).doesNotThrowAnyException();
        assertThatCode(() -> as("user").require(read, Leases.none())).doesNotThrowAnyException();
        assertRefused(() -> as("nobody").require(read, Leases.none()), "etcdserver: permission denied");
        assertRefused(() -> as(null).require(read, Leases.none()), "etcdserver: user name is empty");
        assertRefused(
                () -> as("user").require(RangeOp.all(range("a-b")), Leases.none()), "etcdserver: permission denied");
    }

    @Test
    void oneMayLookAtOneself() {
        assertThatCode(() -> as("user").requireSelf("user")).doesNotThrowAnyException();
        assertThatCode(() -> as("user").requireOwnRole("role")).doesNotThrowAnyException();
        assertRefused(() -> as("user").requireSelf("root"), "etcdserver: permission denied");
        assertRefused(() -> as("user").requireOwnRole("root"), "etcdserver: permission denied");
    }
}
