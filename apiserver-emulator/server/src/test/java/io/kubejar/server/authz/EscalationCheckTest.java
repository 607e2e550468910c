package io.kubejar.server.authz;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Resources;
import io.kubejar.server.authn.UserInfo;
import org.junit.jupiter.api.Test;

class EscalationCheckTest {
    private static final String MIKE = "[{'kind':'User','name':'mike'}]";
    private final Policies policies = new Policies()
            .role(
                    "",
                    "admin",
                    "[{'apiGroups':[''],'resources':['pods','pods/log'],'verbs':['get','list']},"
                            + "{'apiGroups':['rbac.authorization.k8s.io'],'resources':['roles','rolebindings'],'verbs':['*'],"
                            + "'resourceNames':['x']}]")
            .role(
                    "",
                    "cluster-admin",
                    "[{'apiGroups':['*'],'resources':['*'],'verbs':['*']},{'nonResourceURLs':['*'],'verbs':['*']}]")
            .role("", "view", "[{'apiGroups':[''],'resources':['pods'],'verbs':['get']}]")
            .role(
                    "",
                    "binder",
                    "[{'apiGroups':['rbac.authorization.k8s.io'],'resources':['clusterroles'],'verbs':['bind'],"
                            + "'resourceNames':['cluster-admin']}]")
            .role(
                    "",
                    "escalator",
                    "[{'apiGroups':['rbac.authorization.k8s.io'],'resources':['clusterroles'],'verbs':['escalate']}]")
            .bind("ns", "b", "ClusterRole", "admin", MIKE)
            .bind("ns", "j", "ClusterRole", "binder", "[{'kind':'User','name':'jane'}]")
            .bind("", "e", "ClusterRole", "escalator", "[{'kind':'User','name':'eve'}]");
    private final EscalationCheck check = new EscalationCheck(policies.all, policies.rbac);

    private static ObjectNode role(String kind, String namespace, String rest) {
        return Policies.object(kind, namespace, "esc", rest).tree();
    }

    private static ObjectNode binding(String kind, String name) {
        return role(
                "RoleBinding",
                "ns",
                "'roleRef':{'apiGroup':'rbac.authorization.k8s.io','kind':'" + kind + "','name':'" + name
                        + "'},'subjects':[]");
    }

    private void checkRole(String user, ObjectNode role) {
        check.check(Policies.user(user), Resources.ROLES, "ns", "", role, null);
    }

    @Test
    void aRoleMayGiveOnlyWhatItsMakerHas() {
        checkRole("mike", role("Role", "ns", "'rules':[{'apiGroups':[''],'resources':['pods'],'verbs':['get']}]"));
        assertThatThrownBy(() -> checkRole(
                        "mike",
                        role(
                                "Role",
                                "ns",
                                "'rules':[{'apiGroups':[''],'resources':['pods'],'verbs':['get']},"
                                        + "{'apiGroups':[''],'resources':['nodes'],'verbs':['get','list']},"
                                        + "{'apiGroups':['apps'],'resources':['*'],'verbs':['*']}]")))
                .hasMessage("roles.rbac.authorization.k8s.io \"esc\" is forbidden: user \"mike\""
                        + " (groups=[\"system:authenticated\"]) is attempting to grant RBAC permissions not currently"
                        + " held:\n{APIGroups:[\"\"], Resources:[\"nodes\"], Verbs:[\"get\" \"list\"]}\n"
                        + "{APIGroups:[\"apps\"], Resources:[\"*\"], Verbs:[\"*\"]}");
    }

    @Test
    void aBindingMayGiveOnlyWhatItsMakerHas() {
        check.check(Policies.user("mike"), Resources.ROLE_BINDINGS, "ns", "", binding("ClusterRole", "view"), null);
        assertThatThrownBy(() -> check.check(
                        Policies.user("mike"),
                        Resources.ROLE_BINDINGS,
                        "ns",
                        "",
                        binding("ClusterRole", "cluster-admin"),
                        null))
                .hasMessageEndingWith("held:\n{APIGroups:[\"*\"], Resources:[\"*\"], Verbs:[\"*\"]}\n"
                        + "{NonResourceURLs:[\"*\"], Verbs:[\"*\"]}");
        assertThatThrownBy(() -> check.check(
                        Policies.user("mike"), Resources.ROLE_BINDINGS, "ns", "", binding("Role", "nope"), null))
                .hasMessage("rolebindings.rbac.authorization.k8s.io \"nope\" not found");
    }

    @Test
    void theVerbsBindAndEscalateLiftTheRule() {
        check.check(
                Policies.user("jane"),
                Resources.ROLE_BINDINGS,
                "ns",
                "",
                binding("ClusterRole", "cluster-admin"),
                null);
        check.check(
                Policies.user("eve"),
                Resources.CLUSTER_ROLES,
                "",
                "",
                role("ClusterRole", "", "'rules':[{'apiGroups':['*'],'resources':['*'],'verbs':['*']}]"),
                null);
        assertThatCode(() -> check.check(
                        UserInfo.of("boss", "system:masters"),
                        Resources.ROLE_BINDINGS,
                        "ns",
                        "",
                        binding("Role", "nope"),
                        null))
                .doesNotThrowAnyException();
    }

    @Test
    void anAggregationRuleNeedsFullAuthority() {
        ObjectNode gathering = role(
                "ClusterRole", "", "'aggregationRule':{'clusterRoleSelectors':[{'matchLabels':{'a':'b'}}]},'rules':[]");
        assertThatThrownBy(() -> check.check(Policies.user("mike"), Resources.CLUSTER_ROLES, "", "", gathering, null))
                .hasMessage("clusterroles.rbac.authorization.k8s.io \"esc\" is forbidden: must have cluster-admin"
                        + " privileges to use the aggregationRule");
    }

    @Test
    void theGarbageCollectorMayTakeItsFinalizerAway() {
        ObjectNode old = role("Role", "ns", "'rules':[{'apiGroups':['x'],'resources':['y'],'verbs':['z']}]");
        ObjectNode changed = old.deepCopy();
        changed.withObject("/metadata").putArray("finalizers").add("orphan");
        check.check(Policies.user("mike"), Resources.ROLES, "ns", "esc", changed, old);
        assertThatThrownBy(() -> check.check(Policies.user("mike"), Resources.ROLES, "ns", "esc", changed, null))
                .hasMessageContaining("not currently held");
    }
}
