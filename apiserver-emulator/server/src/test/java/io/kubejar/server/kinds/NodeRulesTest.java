package io.kubejar.server.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nodes and namespaces. */
class NodeRulesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    {'taints':[{'key':'k'}]} | metadata.taints[0].effect: Required value
                    {'taints':[{'key':'k','effect':'Foo'}]} | metadata.taints[0].effect: Unsupported value: "Foo": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"
                    {'taints':[{'key':'k','effect':'NoExecute'},{'key':'k','effect':'NoExecute'}]} | metadata.taints[1]: Duplicate value: {"Key":"k","Value":"","Effect":"NoExecute","TimeAdded":null}: taints must be unique by key and effect pair
                    {'podCIDR':'x'} | spec.podCIDRs[0]: Invalid value: "x": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)
                    {'podCIDRs':['10.0.0.0/24','10.0.1.0/24']} | spec.podCIDRs: Invalid value: ["10.0.0.0/24","10.0.1.0/24"]: may specify no more than one CIDR for each IP family
                    """)
    void aSpecThatBreaksARule(String spec, String cause) {
        assertThat(RuleTable.created(new NodeKind(), "{'spec':" + spec + "}")).containsExactly(cause);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    {'allocatable':{'cpu':'-1'}} | status.allocatable.cpu: Invalid value: "-1": must be greater than or equal to 0
                    {'allocatable':{'pods':'500m'}} | status.allocatable.pods: Invalid value: "500m": must be an integer
                    {'declaredFeatures':['B','A']} | status.declaredFeatures[1]: Invalid value: "A": list must be sorted alphabetically
                    {'addresses':[{'type':'Hostname','address':'a'},{'type':'Hostname','address':'a'}]} | status.addresses[1]: Duplicate value: {"Type":"Hostname","Address":"a"}
                    """)
    void aStatusThatBreaksARule(String status, String cause) {
        assertThat(RuleTable.statusUpdated(new NodeKind(), "{}", "{'status':" + status + "}"))
                .containsExactly(cause);
    }

    @Test
    void whatIsSetOnceStays() {
        assertThat(RuleTable.updated(
                        new NodeKind(),
                        "{'spec':{'podCIDR':'10.0.0.0/24','providerID':'a'}}",
                        "{'spec':{'podCIDR':'10.0.1.0/24','providerID':'b'}}"))
                .containsExactly(
                        "spec.podCIDRs: Forbidden: node updates may not change podCIDR except from \"\" to valid",
                        "spec.providerID: Forbidden: node updates may not change providerID except from \"\" to valid");
        assertThat(RuleTable.updated(new NodeKind(), "{}", "{'spec':{'podCIDR':'10.0.1.0/24','providerID':'b'}}"))
                .isEmpty();
    }

    @Test
    void oneRangeAndTheListSayTheSame() {
        ObjectNode node = RuleTable.object(
                new NodeKind(), "{'spec':{'podCIDRs':['10.0.0.0/24']},'status':{'capacity':{'cpu':'4'}}}");
        assertThat(Json.text(node, "spec", "podCIDR")).isEqualTo("10.0.0.0/24");
        assertThat(Json.text(node, "status", "allocatable", "cpu")).isEqualTo("4");
    }

    @Test
    void finalizersOfNamespacesHaveADomain() {
        assertThat(RuleTable.created(new NamespaceKind(), "{'spec':{'finalizers':['kubernetes','a']}}"))
                .containsExactly("spec.finalizers: Invalid value: \"a\": name is neither a standard finalizer name nor"
                        + " is it fully qualified");
        assertThat(RuleTable.statusUpdated(new NamespaceKind(), "{}", "{'status':{'phase':'Terminating'}}"))
                .containsExactly("status.Phase: Invalid value: \"Terminating\": may only be 'Active' if"
                        + " `deletionTimestamp` is empty");
    }
}
