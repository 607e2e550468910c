package io.kubejar.cluster.permissions;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.server.authn.UserInfo;
import io.kubejar.server.authz.Attributes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From requests to rules, and from rules to what of them was used. */
class SmallestRulesTest {
    private static final String USER = "system:serviceaccount:default:op";

    private final AskLog log = new AskLog();

    private void ask(boolean allowed, String namespace, String verb, String group, String resource, String name) {
        String[] parts = resource.split("/");
        log.asked(
                new Attributes(
                        UserInfo.of(USER),
                        verb,
                        namespace,
                        group,
                        "v1",
                        parts[0],
                        parts.length > 1 ? parts[1] : "",
                        name,
                        "",
                        Map.of()),
                allowed);
    }

    private UserPermissions permissions() {
        return new Permissions(log).of(USER);
    }

    @Test
    void resourcesWithTheSameVerbsShareARule() {
        for (String resource : List.of("pods", "configmaps")) {
            ask(true, "default", "list", "", resource, "");
            ask(true, "default", "watch", "", resource, "");
        }
        ask(true, "default", "get", "", "pods/log", "a");
        ask(true, "default", "update", "apps", "deployments/status", "web");
        ask(true, "default", "list", "", "pods", "");
        assertThat(permissions().toYaml()).isEqualTo("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: Role
                metadata:
                  name: op
                  namespace: default
                rules:
                - apiGroups:
                  - ""
                  resources:
                  - configmaps
                  - pods
                  verbs:
                  - list
                  - watch
                - apiGroups:
                  - ""
                  resources:
                  - pods/log
                  verbs:
                  - get
                - apiGroups:
                  - apps
                  resources:
                  - deployments/status
                  verbs:
                  - update
                """);
    }

    @Test
    void whatIsAskedOfAllNamespacesNeedsNoRoleInOne() {
        ask(true, "", "list", "", "pods", "");
        ask(true, "a", "list", "", "pods", "");
        ask(true, "a", "create", "", "pods", "");
        ask(true, "b", "get", "", "namespaces", "b");
        log.asked(Attributes.ofPath(UserInfo.of(USER), "GET", "/version"), true);
        assertThat(permissions().roles())
                .extracting(role -> role.kind() + " " + role.namespace() + " " + role.at("rules"))
                .containsExactly(
                        "ClusterRole  [{\"apiGroups\":[\"\"],\"resources\":[\"namespaces\"],\"verbs\":[\"get\"]},"
                                + "{\"apiGroups\":[\"\"],\"resources\":[\"pods\"],\"verbs\":[\"list\"]},"
                                + "{\"nonResourceURLs\":[\"/version\"],\"verbs\":[\"get\"]}]",
                        "Role a [{\"apiGroups\":[\"\"],\"resources\":[\"pods\"],\"verbs\":[\"create\"]}]");
    }

    @Test
    void namesOnlyWhereAskedAndWhereEveryRequestHadOne() {
        ask(true, "default", "get", "", "configmaps", "b");
        ask(true, "default", "get", "", "configmaps", "a");
        ask(true, "default", "create", "", "configmaps", "");
        assertThat(permissions().roles().get(0).at("rules").toString()).doesNotContain("resourceNames");
        assertThat(permissions().withNames().roles().get(0).at("rules"))
                .hasToString("[{\"apiGroups\":[\"\"],\"resources\":[\"configmaps\"],\"verbs\":[\"create\"]},"
                        + "{\"apiGroups\":[\"\"],\"resources\":[\"configmaps\"],\"resourceNames\":[\"a\",\"b\"],"
                        + "\"verbs\":[\"get\"]}]");
    }

    @Test
    void namesUnusedAndMissingParts() {
        ask(true, "default", "list", "", "pods", "");
        ask(true, "default", "get", "apps", "deployments/scale", "web");
        ask(false, "default", "list", "", "secrets", "");
        ask(false, "", "get", "", "nodes", "n1");
        ask(false, "default", "get", "apps", "deployments/status", "web");
        UserPermissions first = permissions();
        var role = io.kubejar.server.yaml.Yaml.objects("""
                kind: Role
                metadata: {name: op, namespace: default}
                rules:
                - {apiGroups: ["", apps], resources: [pods], verbs: [list, delete]}
                - {apiGroups: ["*"], resources: ["*/scale"], verbs: ["*"]}
                - {apiGroups: [apps], resources: [deployments/scale], resourceNames: [api], verbs: [get]}
                ---
                kind: ClusterRole
                metadata: {name: op}
                rules: [{nonResourceURLs: [/metrics], verbs: [get]}]
                """);
        RoleCheck check = new RoleCheck(role, first);
        assertThat(check.missing())
                .containsExactly("get nodes", "list secrets in default", "get deployments.apps/status in default");
        assertThat(check.missingYaml()).contains("kind: ClusterRole").contains("- secrets");
        assertThat(check.unused())
                .containsExactly(
                        "Role default/op: list pods.apps",
                        "Role default/op: delete pods",
                        "Role default/op: delete pods.apps",
                        "Role default/op: get deployments.apps/scale [api]",
                        "ClusterRole op: get /metrics");
    }
}
