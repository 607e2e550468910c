package io.kubejar.server.authz;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvr;
import io.kubejar.server.authn.UserInfo;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeAuthorizerTest {
    private static final UserInfo NODE = UserInfo.of("system:node:n1", "system:nodes", "system:authenticated");
    private static final ApiObject POD = ApiObject.ofJson("""
            {"kind":"Pod","apiVersion":"v1","metadata":{"name":"web","namespace":"ns"},"spec":{"nodeName":"n1",
            "serviceAccountName":"sa","imagePullSecrets":[{"name":"pull"}],
            "volumes":[{"name":"s","secret":{"secretName":"vol"}},{"name":"c","configMap":{"name":"cm"}},
              {"name":"p","projected":{"sources":[{"configMap":{"name":"root-ca"}},{"secret":{"name":"proj"}}]}},
              {"name":"d","persistentVolumeClaim":{"claimName":"data"}}],
            "containers":[{"name":"c","env":[{"name":"A","valueFrom":{"secretKeyRef":{"name":"env","key":"k"}}}],
              "envFrom":[{"configMapRef":{"name":"envcm"}}]}]}}
            """);
    private static final ApiObject CLAIM = ApiObject.ofJson("{\"spec\":{\"volumeName\":\"pv1\"}}");

    private final NodeAuthorizer authorizer = new NodeAuthorizer(
            new PodRelations(
                    node -> node.equals("n1") ? List.of(POD) : List.of(),
                    (namespace, name) -> name.equals("data") ? CLAIM : null),
            NodeAuthorizer.defaultRules());

    private Decision ask(String verb, String group, String namespace, String resource, String name) {
        String[] parts = resource.split("/");
        Gvr gvr = new Gvr(group, "v1", parts[0]);
        return authorizer.authorize(
                Attributes.of(NODE, verb, new ResourceRef(gvr, namespace, name, parts.length > 1 ? parts[1] : "")));
    }

    @ParameterizedTest(name = "{0} {3} {4}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    get | `` | ns | secrets | vol | true | ``
                    get | `` | ns | secrets | proj | true | ``
                    get | `` | ns | secrets | env | true | ``
                    get | `` | ns | secrets | pull | true | ``
                    get | `` | ns | secrets | other | false | no relationship found between node 'n1' and this object
                    get | `` | x | secrets | vol | false | no relationship found between node 'n1' and this object
                    list | `` | ns | secrets | `` | false | No Object name found
                    delete | `` | ns | secrets | vol | false | can only read resources of this type
                    get | `` | ns | configmaps | cm | true | ``
                    get | `` | ns | configmaps | root-ca | true | ``
                    get | `` | ns | configmaps | envcm | true | ``
                    get | `` | ns | persistentvolumeclaims | data | true | ``
                    list | `` | ns | persistentvolumeclaims | data | false | can only get individual resources of this type
                    get | `` | `` | persistentvolumes | pv1 | true | ``
                    get | `` | `` | persistentvolumes | pv2 | false | no relationship found between node 'n1' and this object
                    create | `` | ns | serviceaccounts/token | sa | true | ``
                    create | `` | ns | serviceaccounts/token | default | false | no relationship found between node 'n1' and this object
                    get | `` | `` | nodes | n1 | true | ``
                    get | `` | `` | nodes | other | false | node 'n1' cannot read 'other', only its own Node object
                    list | `` | `` | nodes | `` | false | node 'n1' cannot read all nodes, only its own Node object
                    delete | `` | `` | nodes | other | false | ``
                    patch | `` | `` | nodes/status | n1 | true | ``
                    get | `` | ns | pods | web | true | ``
                    patch | `` | ns | pods/status | web | true | ``
                    list | `` | ns | pods | `` | false | can only list/watch pods with spec.nodeName field selector
                    get | coordination.k8s.io | kube-node-lease | leases | n1 | true | ``
                    get | coordination.k8s.io | kube-node-lease | leases | other | false | can only access node lease with the same name as the requesting node
                    get | coordination.k8s.io | default | leases | n1 | false | can only access leases in the "kube-node-lease" system namespace
                    list | `` | `` | services | `` | true | ``
                    list | apps | ns | deployments | `` | false | ``
                    """)
    @DisplayName("B5.18 the node authorizer knows what a kubelet needs")
    void decides(
            String verb, String group, String namespace, String resource, String name, boolean allowed, String reason) {
        assertThat(ask(verb, group, namespace, resource, name))
                .isEqualTo(allowed ? Decision.allow("") : Decision.noOpinion(reason));
    }

    @Test
    void podsOfTheNodeMayBeWatched() {
        Attributes watch = Attributes.of(NODE, "watch", ResourceRef.of(Policies.PODS))
                .withFieldSelector(Map.of("spec.nodeName", "n1"));
        assertThat(authorizer.authorize(watch).allowed()).isTrue();
        assertThat(authorizer
                        .authorize(watch.withFieldSelector(Map.of("spec.nodeName", "n2")))
                        .allowed())
                .isFalse();
    }

    @Test
    void othersAreNoneOfItsBusiness() {
        Attributes list = Attributes.of(UserInfo.of("system:node:n1"), "list", ResourceRef.of(Policies.PODS));
        assertThat(authorizer.authorize(list)).isEqualTo(Decision.noOpinion(""));
    }
}
