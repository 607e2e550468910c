package io.kubejar.server.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.registry.Strategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkPolicyRulesTest {
    private static final Strategy POLICY = new NetworkPolicyKind();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    {} | {"policyTypes":["Ingress"]}
                    {'egress':[{}]} | {"egress":[{}],"policyTypes":["Ingress","Egress"]}
                    {'policyTypes':['Egress']} | {"policyTypes":["Egress"]}
                    {'ingress':[{'ports':[{'port':80}]}]} | {"ingress":[{"ports":[{"port":80,"protocol":"TCP"}]}],"policyTypes":["Ingress"]}
                    """)
    void defaults(String spec, String filled) {
        ObjectNode policy = RuleTable.object(POLICY, "{'spec':" + spec + "}");
        assertThat(Json.string(policy.path("spec"))).isEqualTo(filled);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    {'podSelector':{'matchLabels':{'a':'b c'}}} | spec.podSelector.matchLabels: Invalid value: "b c": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')
                    {'policyTypes':['Foo']} | spec.policyTypes[0]: Unsupported value: "Foo": supported values: "Ingress", "Egress"
                    {'policyTypes':['A','B','C']} | spec.policyTypes: Invalid value: ["A","B","C"]: may not specify more than two policyTypes
                    {'ingress':[{'ports':[{'port':0}]}]} | spec.ingress[0].ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive
                    {'ingress':[{'ports':[{'port':'8'}]}]} | spec.ingress[0].ports[0].port: Invalid value: "8": must contain at least one letter (a-z)
                    {'egress':[{'ports':[{'port':1,'protocol':'X'}]}]} | spec.egress[0].ports[0].protocol: Unsupported value: "X": supported values: "TCP", "UDP", "SCTP"
                    {'egress':[{'ports':[{'port':80,'endPort':79}]}]} | spec.egress[0].ports[0].endPort: Invalid value: 80: must be greater than or equal to `port`
                    {'egress':[{'ports':[{'port':80,'endPort':65536}]}]} | spec.egress[0].ports[0].endPort: Invalid value: 65536: must be between 1 and 65535, inclusive
                    {'egress':[{'ports':[{'port':'a','endPort':79}]}]} | spec.egress[0].ports[0].endPort: Invalid value: 79: may not be specified when `port` is non-numeric
                    {'egress':[{'ports':[{'endPort':79}]}]} | spec.egress[0].ports[0].endPort: Invalid value: 79: may not be specified when `port` is not specified
                    {'egress':[{'to':[{}]}]} | spec.egress[0].to[0]: Required value: must specify a peer
                    {'ingress':[{'from':[{'podSelector':{},'ipBlock':{'cidr':'10.0.0.0/8'}}]}]} | spec.ingress[0].from[0]: Forbidden: may not specify both ipBlock and another peer
                    {'ingress':[{'from':[{'ipBlock':{'cidr':''}}]}]} | spec.ingress[0].from[0].ipBlock.cidr: Required value
                    {'ingress':[{'from':[{'ipBlock':{'cidr':'foo','except':['bar']}}]}]} | spec.ingress[0].from[0].ipBlock.cidr: Invalid value: "foo": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)
                    {'ingress':[{'from':[{'ipBlock':{'cidr':'10.0.0.0/8','except':['11.0.0.0/16']}}]}]} | spec.ingress[0].from[0].ipBlock.except[0]: Invalid value: "11.0.0.0/16": must be a strict subset of `cidr`
                    {'ingress':[{'from':[{'ipBlock':{'cidr':'10.0.0.0/8','except':['10.0.0.0/8']}}]}]} | spec.ingress[0].from[0].ipBlock.except[0]: Invalid value: "10.0.0.0/8": must be a strict subset of `cidr`
                    """)
    void aRuleThatIsBroken(String spec, String cause) {
        assertThat(RuleTable.created(POLICY, "{'spec':" + spec + "}")).containsExactly(cause);
    }

    @Test
    void whatIsWell() {
        assertThat(RuleTable.created(
                        POLICY,
                        "{'spec':{'podSelector':{},'ingress':[{'from':[{'podSelector':{},'namespaceSelector':{}},"
                                + "{'ipBlock':{'cidr':'10.0.0.0/8','except':['10.1.0.0/16']}}],'ports':[{},{'port':'dns',"
                                + "'protocol':'UDP'}]}],'egress':[{'ports':[{'port':1,'endPort':1}]}]}}"))
                .isEmpty();
    }

    @Test
    void whatWasThereBeforeMayStay() {
        String ranges = "{'spec':{'%s':[{'%s':[{'ipBlock':{'cidr':'10.0.0.1/8','except':['10.01.0.0/16']}}]}]}}";
        String before = ranges.formatted("egress", "to");
        assertThat(RuleTable.updated(POLICY, before, ranges.formatted("ingress", "from")))
                .isEmpty();
        assertThat(RuleTable.updated(POLICY, "{}", before)).hasSize(2);
        String selector =
                "{'spec':{'podSelector':{'matchExpressions':[{'key':'a','operator':'In','values':['b c']}]}}}";
        assertThat(RuleTable.updated(POLICY, selector, selector)).isEmpty();
        assertThat(RuleTable.updated(POLICY, "{}", selector)).hasSize(1);
    }

    @Test
    void warnings() {
        assertThat(POLICY.warnings(RuleTable.object(
                        POLICY,
                        "{'spec':{'egress':[{},{'to':[{'podSelector':{}},{'ipBlock':{'cidr':'10.0.0.1/8','except':["
                                + "'FD00::/64']}}]}]}}")))
                .containsExactly(
                        "spec.egress[1].to[1].ipBlock.cidr: CIDR value \"10.0.0.1/8\" is ambiguous in this context (should"
                                + " be \"10.0.0.0/8\" or \"10.0.0.1/32\"?)",
                        "spec.egress[1].to[1].ipBlock.except[0]: IPv6 CIDR value \"FD00::/64\" should be in RFC 5952"
                                + " canonical format (\"fd00::/64\")");
    }
}
