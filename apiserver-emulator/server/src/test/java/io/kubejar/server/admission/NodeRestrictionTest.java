package io.kubejar.server.admission;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.Resources;
import io.kubejar.server.authn.UserInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeRestrictionTest {
    private static final UserInfo NODE = UserInfo.of("system:node:n", "system:nodes");
    private static final String OWN_POD =
            "{'metadata':{'name':'p','namespace':'ns','labels':{'a':'b'}},'spec':{'nodeName':'n'}}";

    private final NodeRestriction plugin =
            new NodeRestriction(name -> ApiObject.of(Requests.json("{'metadata':{'name':'" + name + "','uid':'u'}}")));

    private static String mirror(String metadata, String spec) {
        return "{'metadata':{'name':'p','namespace':'ns','annotations':{'kubernetes.io/config.mirror':'x'}" + metadata
                + "},'spec':{" + spec + "}}";
    }

    private static String owned(String rest) {
        return ",'ownerReferences':[{'apiVersion':'v1','kind':'Node','name':'n'" + rest + "}]";
    }

    private void refused(AdmissionRequest request, String why) {
        assertThatThrownBy(() -> plugin.mutate(request)).hasMessageEndingWith(" is forbidden: " + why);
    }

    @Test
    void othersAreNotRestricted() {
        UserInfo user = UserInfo.of("system:node:n");
        assertThatCode(() -> plugin.mutate(Requests.create(user, Resources.NODES, "{'metadata':{'name':'m'}}")))
                .doesNotThrowAnyException();
    }

    @Test
    void onlyItsOwnMirrorPods() {
        Gvr pods = Resources.PODS;
        refused(
                Requests.create(NODE, pods, OWN_POD),
                "pod does not have \"kubernetes.io/config.mirror\" annotation, node \"n\" can only create mirror pods");
        refused(
                Requests.create(NODE, pods, mirror("", "'nodeName':'m'")),
                "node \"n\" can only create pods with spec.nodeName set to itself");
        refused(
                Requests.create(NODE, pods, mirror("", "'nodeName':'n'")),
                "node \"n\" can only create pods with an owner reference set to itself");
        refused(
                Requests.create(NODE, pods, mirror(owned(""), "'nodeName':'n'")),
                "node \"n\" can only create pods with a controller owner reference set to itself");
        refused(
                Requests.create(NODE, pods, mirror(owned(",'controller':true,'uid':'v'"), "'nodeName':'n'")),
                "node n UID mismatch: expected v got u");
        assertThatCode(() -> plugin.mutate(
                        Requests.create(NODE, pods, mirror(owned(",'controller':true,'uid':'u'"), "'nodeName':'n'"))))
                .doesNotThrowAnyException();
    }

    @Test
    void onlyPodsOfItsOwn() {
        String other = OWN_POD.replace("'nodeName':'n'", "'nodeName':'m'");
        String relabelled = OWN_POD.replace("'a':'b'", "'a':'c'");
        Gvr pods = Resources.PODS;
        refused(Requests.delete(NODE, pods, other), "node \"n\" can only delete pods with spec.nodeName set to itself");
        refused(
                Requests.update(NODE, pods, "status", other, other),
                "node \"n\" can only update pod status for pods with spec.nodeName set to itself");
        refused(
                Requests.update(NODE, pods, "status", relabelled, OWN_POD),
                "node \"n\" cannot update labels through pod status");
        refused(
                Requests.update(NODE, pods, "", OWN_POD, OWN_POD),
                "unexpected operation \"UPDATE\", node \"n\" can only create and delete mirror pods");
        assertThatCode(() -> plugin.mutate(Requests.delete(NODE, pods, OWN_POD)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "kubernetes.io/hostname|true",
                "topology.kubernetes.io/zone|true",
                "x.node.kubernetes.io/y|true",
                "example.com/x|true",
                "plain|true",
                "node-role.kubernetes.io/control-plane|false",
                "node-restriction.kubernetes.io/x|false",
                "x.k8s.io/y|false"
            })
    void onlyLabelsThatSteerNobodysPods(String label, boolean free) {
        AdmissionRequest request =
                Requests.create(NODE, Resources.NODES, "{'metadata':{'name':'n','labels':{'" + label + "':'v'}}}");
        if (free) {
            assertThatCode(() -> plugin.mutate(request)).doesNotThrowAnyException();
        } else {
            refused(request, "node \"n\" is not allowed to set the following labels: " + label);
        }
    }

    @Test
    void onlyItsOwnNodeAndLease() {
        refused(
                Requests.create(NODE, Resources.NODES, "{'metadata':{'name':'m'}}"),
                "node \"n\" is not allowed to modify node \"m\"");
        refused(
                Requests.update(
                        NODE,
                        Resources.NODES,
                        "",
                        "{'metadata':{'name':'n'}}",
                        "{'metadata':{'name':'n'},'spec':{'taints':[{'key':'k'}]}}"),
                "node \"n\" is not allowed to modify taints");
        refused(
                Requests.create(NODE, Resources.LEASES, "{'metadata':{'name':'n','namespace':'ns'}}"),
                "can only access leases in the \"kube-node-lease\" system namespace");
        refused(
                Requests.create(NODE, Resources.LEASES, "{'metadata':{'name':'m','namespace':'kube-node-lease'}}"),
                "can only access node lease with the same name as the requesting node");
    }
}
