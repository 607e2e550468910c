package io.kubejar.server.authz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubejar.core.error.StatusException;
import io.kubejar.server.authn.UserInfo;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RbacAuthorizerTest {
    private static final String MIKE = "[{'kind':'User','name':'mike'}]";

    @ParameterizedTest(name = "{0} with {1} {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {'apiGroups':[''],'resources':['pods'],'verbs':['get']} | get | pods | x | true
                    {'apiGroups':[''],'resources':['pods'],'verbs':['get']} | list | pods | `` | false
                    {'apiGroups':[''],'resources':['pods'],'verbs':['*']} | delete | pods | x | true
                    {'apiGroups':[''],'resources':['pods'],'verbs':['*']} | get | pods/log | x | false
                    {'apiGroups':[''],'resources':['pods/log'],'verbs':['*']} | get | pods/log | x | true
                    {'apiGroups':[''],'resources':['*/log'],'verbs':['*']} | get | pods/log | x | true
                    {'apiGroups':[''],'resources':['pods/*'],'verbs':['*']} | get | pods/log | x | false
                    {'apiGroups':[''],'resources':['*'],'verbs':['*']} | get | pods/log | x | true
                    {'apiGroups':[''],'resources':['*'],'verbs':['*']} | get | deployments | x | false
                    {'apiGroups':['*'],'resources':['*'],'verbs':['*']} | get | deployments | x | true
                    {'apiGroups':[''],'resources':['pods'],'verbs':['get'],'resourceNames':['a']} | get | pods | a | true
                    {'apiGroups':[''],'resources':['pods'],'verbs':['get'],'resourceNames':['a']} | get | pods | b | false
                    {'apiGroups':[''],'resources':['pods'],'verbs':['create'],'resourceNames':['a']} | create | pods | `` | false
                    """)
    @DisplayName("B5.10 B5.11 rules match verbs, groups, resources, subresources and names")
    void matchesRules(String rule, String verb, String resource, String name, boolean allowed) {
        Policies p = new Policies().role("", "r", "[" + rule + "]").bind("", "b", "ClusterRole", "r", MIKE);
        assertThat(p.all.authorize(Policies.asking("mike", verb, "prod", resource, name))
                        .allowed())
                .isEqualTo(allowed);
    }

    @Test
    @DisplayName("B5.5 B5.6 a RoleBinding gives rights in its namespace only, also those of a ClusterRole")
    void roleBindingsAreForOneNamespace() {
        Policies p = new Policies()
                .role("", "cluster-admin", "[{'apiGroups':['*'],'resources':['*'],'verbs':['*']}]")
                .bind("prod", "b", "ClusterRole", "cluster-admin", MIKE);
        assertThat(p.all.authorize(Policies.asking("mike", "list", "prod", "pods", ""))
                        .reason())
                .isEqualTo("RBAC: allowed by RoleBinding \"b/prod\" of ClusterRole \"cluster-admin\" to User \"mike\"");
        assertThat(p.all.authorize(Policies.asking("mike", "list", "default", "pods", ""))
                        .allowed())
                .isFalse();
        assertThat(p.all.authorize(Policies.asking("mike", "list", "", "nodes", ""))
                        .allowed())
                .isFalse();
    }

    @Test
    @DisplayName("B5.2 B5.4 a denial names user, verb, resource, group and place")
    void denialsUseUpstreamsWords() {
        Policies p = new Policies();
        assertThatThrownBy(() -> Denials.require(p.all, Policies.asking("mike", "list", "prod", "pods", "")))
                .hasMessage("pods is forbidden: User \"mike\" cannot list resource \"pods\" in API group \"\" in the"
                        + " namespace \"prod\"");
        assertThatThrownBy(
                        () -> Denials.require(p.all, Policies.asking("mike", "patch", "p", "deployments/scale", "d")))
                .hasMessage("deployments.apps \"d\" is forbidden: User \"mike\" cannot patch resource"
                        + " \"deployments/scale\" in API group \"apps\" in the namespace \"p\"");
        assertThatThrownBy(() -> Denials.require(p.all, Policies.asking("mike", "get", "", "nodes", "n")))
                .hasMessage("nodes \"n\" is forbidden: User \"mike\" cannot get resource \"nodes\" in API group \"\" at"
                        + " the cluster scope");
        assertThatThrownBy(() -> Denials.require(p.all, Policies.asking("mike", "delete", "", "namespaces", "n")))
                .hasMessage("namespaces \"n\" is forbidden: User \"mike\" cannot delete resource \"namespaces\" in API"
                        + " group \"\" in the namespace \"n\"");
        assertThatThrownBy(() -> Denials.require(p.all, Attributes.ofPath(Policies.user("mike"), "POST", "/foo")))
                .hasMessage("forbidden: User \"mike\" cannot post path \"/foo\"")
                .satisfies(e -> assertThat(
                                ((StatusException) e).status().path("details").isEmpty())
                        .isTrue());
    }

    @Test
    void missingRolesAreNamedInTheDenial() {
        Policies p =
                new Policies().bind("", "one", "ClusterRole", "gone", MIKE).bind("prod", "two", "Role", "away", MIKE);
        assertThat(p.all.authorize(Policies.asking("mike", "list", "prod", "pods", ""))
                        .reason())
                .isEqualTo("RBAC: [clusterrole.rbac.authorization.k8s.io \"gone\" not found,"
                        + " role.rbac.authorization.k8s.io \"away\" not found]");
    }

    @Test
    @DisplayName("B5.9 B4.8 service accounts are subjects, in the binding's namespace unless they name one")
    void serviceAccountsAreSubjects() {
        Policies p = new Policies()
                .role("", "view", "[{'apiGroups':[''],'resources':['pods'],'verbs':['list']}]")
                .bind("ns", "b", "ClusterRole", "view", "[{'kind':'ServiceAccount','name':'sa'}]")
                .bind("", "c", "ClusterRole", "view", "[{'kind':'ServiceAccount','name':'other','namespace':'ns'}]");
        assertThat(p.all.authorize(Policies.asking("system:serviceaccount:ns:sa", "list", "ns", "pods", ""))
                        .reason())
                .isEqualTo("RBAC: allowed by RoleBinding \"b/ns\" of ClusterRole \"view\" to ServiceAccount \"sa/ns\"");
        assertThat(p.all.authorize(Policies.asking("system:serviceaccount:ns:other", "list", "", "pods", ""))
                        .allowed())
                .isTrue();
        assertThat(p.all.authorize(Policies.asking("system:serviceaccount:x:sa", "list", "ns", "pods", ""))
                        .allowed())
                .isFalse();
    }

    @Test
    void groupsAreSubjectsAndSuperusersNeedNoRole() {
        Policies p = new Policies()
                .role("", "view", "[{'apiGroups':[''],'resources':['pods'],'verbs':['list']}]")
                .bind("", "b", "ClusterRole", "view", "[{'kind':'Group','name':'system:authenticated'}]");
        assertThat(p.all.authorize(Policies.asking("anybody", "list", "x", "pods", ""))
                        .allowed())
                .isTrue();
        UserInfo boss = UserInfo.of("boss", "system:masters");
        assertThat(p.all.authorize(
                                Policies.asking("x", "delete", "", "nodes", "n").withUser(boss))
                        .allowed())
                .isTrue();
    }

    @Test
    @DisplayName("B5.12 rules for paths may end with a star")
    void pathsMayEndWithAStar() {
        Policies p = new Policies()
                .role("", "r", "[{'nonResourceURLs':['/metrics','/foo/*'],'verbs':['get']}]")
                .bind("", "b", "ClusterRole", "r", MIKE);
        UserInfo mike = Policies.user("mike");
        assertThat(p.all.authorize(Attributes.ofPath(mike, "GET", "/foo/bar")).allowed())
                .isTrue();
        assertThat(p.all.authorize(Attributes.ofPath(mike, "GET", "/metrics")).allowed())
                .isTrue();
        assertThat(p.all.authorize(Attributes.ofPath(mike, "GET", "/foo")).allowed())
                .isFalse();
        assertThat(p.all.authorize(Attributes.ofPath(mike, "POST", "/foo/bar")).allowed())
                .isFalse();
    }

    @Test
    void aListOfOneNameCountsAsThatName() {
        Policies p = new Policies()
                .role("", "r", "[{'apiGroups':[''],'resources':['pods'],'verbs':['list'],'resourceNames':['a']}]")
                .bind("", "b", "ClusterRole", "r", MIKE);
        Attributes list = Policies.asking("mike", "list", "ns", "pods", "");
        assertThat(p.all.authorize(list).allowed()).isFalse();
        assertThat(p.all.authorize(list.withFieldSelector(Map.of("metadata.name", "a")))
                        .allowed())
                .isTrue();
    }

    @Test
    void changesCountAtOnce() {
        Policies p = new Policies()
                .role("", "r", "[{'apiGroups':[''],'resources':['pods'],'verbs':['list']}]")
                .bind("ns", "b", "ClusterRole", "r", MIKE);
        Attributes list = Policies.asking("mike", "list", "ns", "pods", "");
        assertThat(p.all.authorize(list).allowed()).isTrue();
        p.bind("ns", "b", "ClusterRole", "r", "[{'kind':'User','name':'jane'}]");
        assertThat(p.all.authorize(list).allowed()).isFalse();
        assertThat(p.all.authorize(list.withUser(Policies.user("jane"))).allowed())
                .isTrue();
        p.index.remove(Policies.object("RoleBinding", "ns", "b", "'roleRef':{}"));
        assertThat(p.all.authorize(list.withUser(Policies.user("jane"))).allowed())
                .isFalse();
    }
}
