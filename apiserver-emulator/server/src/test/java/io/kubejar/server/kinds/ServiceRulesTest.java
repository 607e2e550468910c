package io.kubejar.server.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceRulesTest {
    private static final String PORTS = "'ports':[{'port':80}]";

    @Test
    void plainOnesAreWell() {
        assertThat(created(PORTS)).isEmpty();
        assertThat(created("'clusterIP':'None','clusterIPs':['None']")).isEmpty();
        assertThat(created("'type':'ExternalName','externalName':'example.com.'"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    'ports':[] | spec.ports: Required value
                    'type':'Foo',PORTS | spec.type: Unsupported value: "Foo": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"
                    'ports':[{'port':80,'name':'a'},{'port':80,'name':'b'}] | spec.ports[1]: Duplicate value: {"Name":"","Protocol":"TCP","AppProtocol":null,"Port":80,"TargetPort":0,"NodePort":0}
                    'ports':[{'port':80,'name':'a'},{'port':81}] | spec.ports[1].name: Required value
                    'ports':[{'port':80,'targetPort':'-bad-'}] | spec.ports[0].targetPort: Invalid value: "-bad-": must not begin or end with a hyphen
                    'ports':[{'port':80,'protocol':'X'}] | spec.ports[0].protocol: Unsupported value: "X": supported values: "SCTP", "TCP", "UDP"
                    'ports':[{'port':80,'nodePort':30100}] | spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'
                    'type':'NodePort','ports':[{'port':80,'name':'a','nodePort':30100},{'port':81,'name':'b','nodePort':30100}] | spec.ports[1].nodePort: Duplicate value: 30100
                    'type':'ExternalName' | spec.externalName: Required value
                    'type':'ExternalName','externalName':'a','ipFamilyPolicy':'SingleStack' | spec.ipFamilyPolicy: Forbidden: may not be set for ExternalName services
                    'type':'NodePort','clusterIP':'None','clusterIPs':['None'],PORTS | spec.clusterIPs[0]: Invalid value: "None": may not be set to 'None' for NodePort services
                    'clusterIP':'10.96.0.9','clusterIPs':['10.96.0.8'],PORTS | spec.clusterIPs: Invalid value: ["10.96.0.8"]: first value must match `clusterIP`
                    'clusterIP':'10.096.0.9','clusterIPs':['10.096.0.9'],PORTS | spec.clusterIPs[0]: Invalid value: "10.096.0.9": must not have leading 0s
                    'clusterIP':'fd00::1','clusterIPs':['fd00::1'],'ipFamilies':['IPv4'],PORTS | spec.clusterIPs[0]: Invalid value: "fd00::1": expected an IPv4 value as indicated by `ipFamilies[0]`
                    'ipFamilies':['IPv4','IPv4'],PORTS | spec.ipFamilies[1]: Duplicate value: "IPv4"
                    'sessionAffinity':'ClientIP','sessionAffinityConfig':{'clientIP':{'timeoutSeconds':100000}},PORTS | spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: 100000: must be greater than 0 and less than 86400
                    'externalIPs':['127.0.0.1'],PORTS | spec.externalIPs[0]: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)
                    'externalTrafficPolicy':'Local',PORTS | spec.externalTrafficPolicy: Invalid value: "Local": may only be set for externally-accessible services
                    'internalTrafficPolicy':'Foo',PORTS | spec.internalTrafficPolicy: Unsupported value: "Foo": supported values: "Cluster", "Local"
                    'trafficDistribution':'Foo',PORTS | spec.trafficDistribution: Unsupported value: "Foo": supported values: "PreferClose", "PreferSameZone", "PreferSameNode"
                    'healthCheckNodePort':30000,PORTS | spec.healthCheckNodePort: Invalid value: 30000: may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'
                    'loadBalancerSourceRanges':['10.0.0.0/8'],PORTS | spec.LoadBalancerSourceRanges: Forbidden: may only be used when `type` is 'LoadBalancer'
                    'type':'LoadBalancer','loadBalancerSourceRanges':['10.0.0.1/8'],PORTS | spec.LoadBalancerSourceRanges[0]: Invalid value: "10.0.0.1/8": must not have bits set beyond the prefix length
                    'loadBalancerClass':'a',PORTS | spec.loadBalancerClass: Forbidden: may only be used when `type` is 'LoadBalancer'
                    'allocateLoadBalancerNodePorts':true,PORTS | spec.allocateLoadBalancerNodePorts: Forbidden: may only be used when `type` is 'LoadBalancer'
                    """)
    void aRuleThatIsBroken(String spec, String cause) {
        assertThat(created(spec)).containsExactly(cause);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    'type':'LoadBalancer','loadBalancerClass':'a/b' | 'type':'LoadBalancer','loadBalancerClass':'a/c' | spec.loadBalancerClass: Invalid value: "a/c": may not change once set
                    'clusterIP':'10.96.0.8','clusterIPs':['10.96.0.8'] | 'clusterIP':'10.96.0.9','clusterIPs':['10.96.0.9'] | spec.clusterIPs[0]: Invalid value: ["10.96.0.9"]: may not change once set
                    'ipFamilies':['IPv4'] | 'ipFamilies':['IPv6'] | spec.ipFamilies[0]: Invalid value: ["IPv6"]: may not change once set
                    'type':'LoadBalancer','externalTrafficPolicy':'Local','healthCheckNodePort':30000 | 'type':'LoadBalancer','externalTrafficPolicy':'Local','healthCheckNodePort':30001 | spec.healthCheckNodePort: Forbidden: field is immutable
                    """)
    void aChangeThatIsRefused(String before, String after, String cause) {
        String json = "{'spec':{%s," + PORTS + "}}";
        assertThat(RuleTable.updated(new ServiceKind(), json.formatted(before), json.formatted(after)))
                .containsExactly(cause);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    'type':'ClusterIP' | [{'ip':'1.2.3.4'}] | status.loadBalancer.ingress: Forbidden: may only be used when `spec.type` is 'LoadBalancer'
                    'type':'LoadBalancer' | [{'ip':'x'}] | status.loadBalancer.ingress[0].ip: Invalid value: "x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
                    'type':'LoadBalancer' | [{'hostname':'a','ipMode':'VIP'}] | status.loadBalancer.ingress[0].ipMode: Forbidden: may not be specified when `ip` is not set
                    'type':'LoadBalancer' | [{'hostname':'1.2.3.4'}] | status.loadBalancer.ingress[0].hostname: Invalid value: "1.2.3.4": must be a DNS name, not an IP address
                    """)
    void aStatusThatBreaksARule(String spec, String ingress, String cause) {
        String json = "{'spec':{" + spec + "},'status':{'loadBalancer':{'ingress':" + ingress + "}}}";
        assertThat(RuleTable.statusUpdated(new ServiceKind(), "{}", json)).containsExactly(cause);
    }

    @Test
    void defaults() {
        ObjectNode service = service("'type':'LoadBalancer','ports':[{'port':80}],'sessionAffinity':'ClientIP'");
        assertThat(Json.string(service.path("spec")))
                .isEqualTo(
                        "{\"type\":\"LoadBalancer\",\"ports\":[{\"port\":80,\"protocol\":\"TCP\",\"targetPort\":80}],"
                                + "\"sessionAffinity\":\"ClientIP\",\"sessionAffinityConfig\":{\"clientIP\":{\"timeoutSeconds\":"
                                + "10800}},\"externalTrafficPolicy\":\"Cluster\",\"internalTrafficPolicy\":\"Cluster\","
                                + "\"allocateLoadBalancerNodePorts\":true}");
    }

    @Test
    void anotherTypeDropsWhatBelongedToTheFirst() {
        String common = "'clusterIP':'10.96.0.9','clusterIPs':['10.96.0.9'],'ports':[{'port':80,'nodePort':30100}]";
        ObjectNode old = service("'type':'LoadBalancer','loadBalancerClass':'a'," + common);
        ObjectNode inside = old.deepCopy();
        Json.child(inside, "spec").put("type", "ClusterIP");
        new ServiceKind().prepareForUpdate(inside, old);
        assertThat(inside.path("spec").path("ports").get(0).has("nodePort")).isFalse();
        assertThat(List.of("externalTrafficPolicy", "loadBalancerClass", "allocateLoadBalancerNodePorts"))
                .noneMatch(inside.path("spec")::has);
        ObjectNode alias = old.deepCopy();
        Json.child(alias, "spec").put("type", "ExternalName");
        new ServiceKind().prepareForUpdate(alias, old);
        assertThat(List.of("clusterIP", "clusterIPs")).noneMatch(alias.path("spec")::has);
    }

    @Test
    void warnings() {
        ObjectNode service = service("'externalIPs':['FD00::1'],'externalName':'a','trafficDistribution':'PreferClose',"
                + "'loadBalancerSourceRanges':['10.0.0.1/8']," + PORTS);
        assertThat(new ServiceKind().warnings(service))
                .containsExactly(
                        "spec.externalIPs[0]: IPv6 address \"FD00::1\" should be in RFC 5952 canonical format"
                                + " (\"fd00::1\")",
                        "spec.externalIPs is deprecated and may no longer be implemented in some clusters",
                        "spec.loadBalancerSourceRanges[0]: CIDR value \"10.0.0.1/8\" is ambiguous in this context (should"
                                + " be \"10.0.0.0/8\" or \"10.0.0.1/32\"?)",
                        "spec.externalName is ignored when spec.type is not \"ExternalName\"",
                        "spec.trafficDistribution: \"PreferClose\" is deprecated; use \"PreferSameZone\"");
    }

    private static List<String> created(String spec) {
        return RuleTable.created(new ServiceKind(), "{'spec':{" + spec.replace("PORTS", PORTS) + "}}");
    }

    private static ObjectNode service(String spec) {
        return RuleTable.object(new ServiceKind(), "{'spec':{" + spec + "}}");
    }
}
