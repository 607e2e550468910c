package io.kubejar.server.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events, leases, controller revisions, service accounts, roles and bindings. */
class SmallKindsRulesTest {
    private static final String TIMED = "'eventTime':'2026-01-01T00:00:00.000000Z','involvedObject':{'namespace':'n'}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    'involvedObject':{'namespace':'other'} | involvedObject.namespace: Invalid value: "other": does not match event.namespace
                    'involvedObject':{} | involvedObject.namespace: Invalid value: "": does not match event.namespace
                    TIMED,'reportingComponent':'a','reportingInstance':'i','action':'A' | reason: Required value
                    TIMED,'reportingComponent':'a b','reportingInstance':'i','action':'A','reason':'R' | reportingComponent: Invalid value: "a b": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')
                    """)
    void anEventThatBreaksARule(String event, String cause) {
        String json = "{'metadata':{'namespace':'n'}," + event.replace("TIMED", TIMED) + "}";
        assertThat(RuleTable.created(new EventKind(), json)).containsExactly(cause);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    {'leaseDurationSeconds':0} | spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0
                    {'leaseTransitions':-1} | spec.leaseTransitions: Invalid value: -1: must be greater than or equal to 0
                    {'strategy':'Foo'} | spec.strategy.strategy: Unsupported value: "Foo": supported values: "OldestEmulationVersion"
                    {'preferredHolder':'a'} | spec.preferredHolder: Forbidden: may only be specified if `strategy` is defined
                    """)
    void aLeaseThatBreaksARule(String spec, String cause) {
        assertThat(RuleTable.created(new LeaseKind(), "{'spec':" + spec + "}")).containsExactly(cause);
    }

    @Test
    void aRevisionHasDataAndKeepsIt() {
        assertThat(RuleTable.created(new ControllerRevisionKind(), "{'revision':-1}"))
                .containsExactly(
                        "revision: Invalid value: -1: must be greater than or equal to 0",
                        "data: Required value: data is mandatory");
        assertThat(RuleTable.created(new ControllerRevisionKind(), "{'data':[]}"))
                .containsExactly("data: Required value: data must be a valid JSON object");
        assertThat(RuleTable.updated(new ControllerRevisionKind(), "{'data':{'a':1}}", "{'data':{'a':2}}"))
                .containsExactly("data: Invalid value: {\"a\":2}: field is immutable");
    }

    @Test
    void anAccountsSecretsAreNames() {
        ObjectNode account =
                RuleTable.object(new ServiceAccountKind(), "{'secrets':[{'name':'a','namespace':'b','kind':'c'}]}");
        new ServiceAccountKind().prepareForCreate(account);
        assertThat(Json.string(account)).isEqualTo("{\"secrets\":[{\"name\":\"a\"}]}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    {'roleRef':{'kind':'Foo','name':'a'}} | roleRef.kind: Unsupported value: "Foo": supported values: "Role", "ClusterRole"
                    {'roleRef':{'kind':'Role','name':'a/b'}} | roleRef.name: Invalid value: "a/b": may not contain '/'
                    {'roleRef':{'kind':'Role','name':'a'},'subjects':[{'kind':'Foo','name':'a'}]} | subjects[0].kind: Unsupported value: "Foo": supported values: "ServiceAccount", "User", "Group"
                    {'roleRef':{'kind':'Role','name':'a'},'subjects':[{'kind':'ServiceAccount','name':'a','apiGroup':'b'}]} | subjects[0].apiGroup: Unsupported value: "b": supported values: ""
                    """)
    void aBindingThatBreaksARule(String binding, String cause) {
        assertThat(RuleTable.created(new RoleBindingKind(), binding)).containsExactly(cause);
    }

    @Test
    void aBindingKeepsItsRole() {
        String json = "{'roleRef':{'kind':'ClusterRole','name':'%s'}}";
        assertThat(RuleTable.updated(new ClusterRoleBindingKind(), json.formatted("a"), json.formatted("b")))
                .containsExactly("roleRef: Invalid value: {\"APIGroup\":\"rbac.authorization.k8s.io\","
                        + "\"Kind\":\"ClusterRole\",\"Name\":\"b\"}: cannot change roleRef");
    }

    @Test
    void aRuleOfARoleSaysWhatFor() {
        assertThat(RuleTable.created(new RoleKind(), "{'rules':[{'nonResourceURLs':['/a'],'verbs':['get']}]}"))
                .containsExactly("rules[0].nonResourceURLs: Invalid value: [\"/a\"]: namespaced rules cannot apply to"
                        + " non-resource URLs");
        assertThat(RuleTable.created(new ClusterRoleKind(), "{'aggregationRule':{}}"))
                .containsExactly("aggregationRule.clusterRoleSelectors: Required value: at least one"
                        + " clusterRoleSelector required if aggregationRule is non-nil");
    }
}
