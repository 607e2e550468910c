package io.kubejar.server.authz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubejar.server.authn.UserInfo;
import io.kubejar.server.exchange.Headers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImpersonationTest {
    private static final UserInfo BOSS = UserInfo.of("boss", "system:masters", "system:authenticated");
    private final Policies policies = new Policies();
    private final Impersonation impersonation = new Impersonation(policies.all);

    private UserInfo as(UserInfo requester, String... headers) {
        Headers all = new Headers();
        for (int i = 0; i < headers.length; i += 2) {
            all.add(headers[i], headers[i + 1]);
        }
        return impersonation.effectiveUser(
                all, Policies.asking("x", "list", "ns", "pods", "").withUser(requester));
    }

    @Test
    void withoutHeadersTheRequesterActs() {
        assertThat(as(BOSS)).isEqualTo(BOSS);
    }

    @Test
    void aSuperuserActsAsAnybody() {
        assertThat(as(BOSS, "Impersonate-User", "jane")).isEqualTo(UserInfo.of("jane", "system:authenticated"));
        assertThat(as(BOSS, "Impersonate-User", "jane", "Impersonate-Group", "dev", "Impersonate-Uid", "7"))
                .isEqualTo(new UserInfo("jane", "7", List.of("dev", "system:authenticated"), Map.of()));
        assertThat(as(BOSS, "Impersonate-User", "j", "Impersonate-Extra-Example.com%2fScopes", "a")
                        .extra())
                .isEqualTo(Map.of("example.com/scopes", List.of("a")));
        assertThat(as(BOSS, "Impersonate-User", "system:anonymous").groups()).containsExactly("system:unauthenticated");
        assertThat(as(BOSS, "Impersonate-User", "jane", "Impersonate-Group", "system:masters")
                        .groups())
                .containsExactly("system:masters", "system:authenticated");
    }

    @Test
    void serviceAccountsAndNodesHaveTheirGroups() {
        assertThat(as(BOSS, "Impersonate-User", "system:serviceaccount:ns:sa").groups())
                .containsExactly("system:serviceaccounts", "system:serviceaccounts:ns", "system:authenticated");
        assertThat(as(BOSS, "Impersonate-User", "system:node:n1").groups())
                .containsExactly("system:nodes", "system:authenticated");
        assertThat(as(BOSS, "Impersonate-User", "system:node:n1", "Impersonate-Group", "g")
                        .groups())
                .containsExactly("g", "system:authenticated");
    }

    @ParameterizedTest
    @CsvSource({
        "jane,impersonate-on:user-info:list",
        "system:serviceaccount:ns:x,impersonate-on:serviceaccount:list",
        "system:node:n,impersonate-on:arbitrary-node:list"
    })
    void whoMayNotIsToldTheFirstRightThatIsMissing(String wanted, String verb) {
        assertThatThrownBy(() -> as(Policies.user("mike"), "Impersonate-User", wanted))
                .hasMessage("pods is forbidden: User \"mike\" cannot " + verb
                        + " resource \"pods\" in API group \"\" in the namespace \"ns\"");
    }

    @Test
    void theOldVerbStillCounts() {
        policies.role(
                        "",
                        "imp",
                        "[{'apiGroups':[''],'resources':['users','groups'],'verbs':['impersonate'],"
                                + "'resourceNames':['jane','dev']}]")
                .bind("", "b", "ClusterRole", "imp", "[{'kind':'User','name':'mike'}]");
        assertThat(as(Policies.user("mike"), "Impersonate-User", "jane", "Impersonate-Group", "dev")
                        .name())
                .isEqualTo("jane");
        assertThatThrownBy(() -> as(Policies.user("mike"), "Impersonate-User", "joe"))
                .hasMessageContaining("impersonate-on:user-info:list");
    }

    @Test
    void theConstrainedFormNeedsBothRights() {
        policies.role(
                        "",
                        "imp",
                        "[{'apiGroups':[''],'resources':['pods'],'verbs':['impersonate-on:user-info:list']},"
                                + "{'apiGroups':['authentication.k8s.io'],'resources':['users'],"
                                + "'verbs':['impersonate:user-info'],'resourceNames':['jane']}]")
                .bind("", "b", "ClusterRole", "imp", "[{'kind':'User','name':'mike'}]");
        assertThat(as(Policies.user("mike"), "Impersonate-User", "jane").name()).isEqualTo("jane");
        assertThatThrownBy(() -> as(Policies.user("mike"), "Impersonate-User", "joe"))
                .hasMessage("users.authentication.k8s.io \"joe\" is forbidden: User \"mike\" cannot"
                        + " impersonate:user-info resource \"users\" in API group \"authentication.k8s.io\" at the"
                        + " cluster scope");
    }

    @Test
    void headersWithoutAUserMakeNoSense() {
        assertThatThrownBy(() -> as(BOSS, "Impersonate-Group", "dev"))
                .hasMessage("requested &user.DefaultInfo{Name:\"\", UID:\"\", Groups:[]string{\"dev\"},"
                        + " Extra:map[string][]string(nil)} without impersonating a user name");
    }
}
