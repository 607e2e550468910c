package io.kubejar.server.authz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.FieldErrors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RbacRulesTest {
    private static ObjectNode json(String text) {
        return (ObjectNode) Json.parse(text.replace('\'', '"'));
    }

    private static String words(FieldErrors errors) {
        return errors.causes().stream().map(c -> c.field() + ": " + c.message()).collect(Collectors.joining(", "));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {'rules':[{'resources':['pods'],'verbs':['get']}]} | rules[0].apiGroups: Required value: resource rules must supply at least one api group
                    {'rules':[{'apiGroups':[''],'verbs':['get']}]} | rules[0].resources: Required value: resource rules must supply at least one resource
                    {'rules':[{'apiGroups':[''],'resources':['pods'],'verbs':[]}]} | rules[0].verbs: Required value: verbs must contain at least one value
                    {'rules':[{'apiGroups':[''],'resources':['pods'],'nonResourceURLs':['/a'],'verbs':['get']}]} | rules[0].nonResourceURLs: Invalid value: ["/a"]: rules cannot apply to both regular resources and non-resource URLs
                    {'aggregationRule':{'clusterRoleSelectors':[]}} | aggregationRule.clusterRoleSelectors: Required value: at least one clusterRoleSelector required if aggregationRule is non-nil
                    {'rules':[{'nonResourceURLs':['/a'],'verbs':['get']}]} | ``
                    """)
    void checksClusterRoles(String role, String problem) {
        FieldErrors errors = new FieldErrors();
        RbacRules.validateClusterRole(json(role), errors);
        assertThat(words(errors)).isEqualTo(problem);
    }

    @Test
    void aRoleHasNoPaths() {
        FieldErrors errors = new FieldErrors();
        RbacRules.validateRole(json("{'rules':[{'nonResourceURLs':['/a'],'verbs':['get']}]}"), errors);
        assertThat(words(errors))
                .isEqualTo("rules[0].nonResourceURLs: Invalid value: [\"/a\"]: namespaced rules cannot apply to"
                        + " non-resource URLs");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {} | roleRef.kind: Unsupported value: "": supported values: "ClusterRole", roleRef.name: Required value
                    {'roleRef':{'kind':'Foo','name':'view'}} | roleRef.kind: Unsupported value: "Foo": supported values: "ClusterRole"
                    {'roleRef':{'kind':'ClusterRole','name':'view'},'subjects':[{'kind':'ServiceAccount','name':'s'}]} | subjects[0].namespace: Required value
                    {'roleRef':{'kind':'ClusterRole','name':'view'},'subjects':[{'kind':'User','apiGroup':'x','name':'s'}]} | subjects[0].apiGroup: Unsupported value: "x": supported values: "rbac.authorization.k8s.io"
                    {'roleRef':{'kind':'ClusterRole','name':'view'},'subjects':[{'kind':'User','name':'s'}]} | ``
                    """)
    @DisplayName("B5.14 bindings default the API group of roleRef and of users and groups")
    void defaultsAndChecksClusterRoleBindings(String binding, String problem) {
        ObjectNode object = json(binding);
        RbacRules.defaultBinding(object);
        FieldErrors errors = new FieldErrors();
        RbacRules.validateBinding(object, false, errors);
        assertThat(words(errors)).isEqualTo(problem);
    }

    @Test
    void aBindingKeepsItsRole() {
        FieldErrors errors = new FieldErrors();
        RbacRules.validateBindingUpdate(
                json("{'roleRef':{'apiGroup':'g','kind':'Role','name':'b'}}"),
                json("{'roleRef':{'apiGroup':'g','kind':'Role','name':'a'}}"),
                errors);
        assertThat(words(errors))
                .isEqualTo(
                        "roleRef: Invalid value: {\"APIGroup\":\"g\",\"Kind\":\"Role\",\"Name\":\"b\"}: cannot change"
                                + " roleRef");
    }
}
