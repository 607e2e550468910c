package io.kubejar.server.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodRulesTest {
    private static final String CONTAINER = "{'name':'c','image':'x'";

    @Test
    void aPlainPodIsWell() {
        assertThat(created("{'containers':[" + CONTAINER + "}]}")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    {} | spec.containers: Required value
                    {'containers':[{'image':'x'}]} | spec.containers[0].name: Required value
                    {'containers':[{'name':'c'}]} | spec.containers[0].image: Required value
                    {'containers':[C},C}]} | spec.containers[1].name: Duplicate value: "c"
                    {'containers':[C,'imagePullPolicy':'Foo'}]} | spec.containers[0].imagePullPolicy: Unsupported value: "Foo": supported values: "Always", "IfNotPresent", "Never"
                    {'containers':[C,'ports':[{'containerPort':65536}]}]} | spec.containers[0].ports[0].containerPort: Invalid value: 65536: must be between 1 and 65535, inclusive
                    {'containers':[C,'ports':[{'containerPort':1,'protocol':'tcp'}]}]} | spec.containers[0].ports[0].protocol: Unsupported value: "tcp": supported values: "SCTP", "TCP", "UDP"
                    {'containers':[C,'ports':[{'containerPort':1,'name':'toolongportname1'}]}]} | spec.containers[0].ports[0].name: Invalid value: "toolongportname1": must be no more than 15 characters
                    {'containers':[C,'env':[{'name':'a=b'}]}]} | spec.containers[0].env[0].name: Invalid value: "a=b": a valid environment variable name must consist only of printable ASCII characters other than '='
                    {'containers':[C,'env':[{'name':'a','valueFrom':{'fieldRef':{'fieldPath':'spec.foo'}}}]}]} | spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: "spec.foo": error converting fieldPath: field label not supported: spec.foo
                    {'containers':[C,'volumeMounts':[{'name':'v','mountPath':'/v'}]}]} | spec.containers[0].volumeMounts[0].name: Not found: "v"
                    {'containers':[C}],'volumes':[{'name':'v.v'}]} | spec.volumes[0].name: Invalid value: "v.v": must not contain dots
                    {'containers':[C}],'volumes':[{'name':'v','secret':{}}]} | spec.volumes[0].secret.secretName: Required value
                    {'containers':[C,'resources':{'requests':{'cpu':'-1'}}}]} | spec.containers[0].resources.requests[cpu]: Invalid value: "-1": must be greater than or equal to 0
                    {'containers':[C,'resources':{'requests':{'cpu':'2'},'limits':{'cpu':'1'}}}]} | spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1
                    {'containers':[C,'livenessProbe':{}}]} | spec.containers[0].livenessProbe: Required value: must specify a handler type
                    {'containers':[C,'livenessProbe':{'exec':{'command':['a']},'tcpSocket':{'port':1}}}]} | spec.containers[0].livenessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type
                    {'containers':[C}],'restartPolicy':'Foo'} | spec.restartPolicy: Unsupported value: "Foo": supported values: "Always", "OnFailure", "Never"
                    {'containers':[C}],'dnsPolicy':'Foo'} | spec.dnsPolicy: Unsupported value: "Foo": supported values: "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"
                    {'containers':[C}],'activeDeadlineSeconds':0} | spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive
                    {'containers':[C}],'tolerations':[{'key':'a','operator':'Foo'}]} | spec.tolerations[0].operator: Unsupported value: "Foo": supported values: "Equal", "Exists"
                    {'containers':[C}],'dnsConfig':{'nameservers':['x']}} | spec.dnsConfig.nameservers[0]: Invalid value: "x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
                    {'containers':[C}],'hostAliases':[{'ip':'1.2.3.4','hostnames':['a_b']}]} | spec.hostAliases[0].hostnames[0]: Invalid value: "a_b": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')
                    {'containers':[C}],'volumes':[{'name':'v','hostPath':{'path':'/a','type':'Foo'}}]} | spec.volumes[0].hostPath.type: Unsupported value: "Foo": supported values: "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"
                    {'containers':[C}],'volumes':[{'name':'v','emptyDir':{'sizeLimit':'-1'}}]} | spec.volumes[0].emptyDir.sizeLimit: Forbidden: SizeLimit field must be a valid resource quantity
                    {'containers':[C}],'hostPID':true,'shareProcessNamespace':true} | spec.securityContext.shareProcessNamespace: Invalid value: true: ShareProcessNamespace and HostPID cannot both be enabled
                    {'containers':[C}],'schedulingGates':[{'name':'a'},{'name':'a'}]} | spec.schedulingGates[1]: Duplicate value: "a"
                    """)
    void aRuleThatIsBroken(String spec, String cause) {
        assertThat(created(spec.replace("C,", CONTAINER + ",").replace("C}", CONTAINER + "}")))
                .containsExactly(cause);
    }

    @Test
    void privilegeIsNoEscalation() {
        String context = ",'securityContext':{'privileged':true,'allowPrivilegeEscalation':false}}]}";
        assertThat(created("{'containers':[" + CONTAINER + context))
                .singleElement()
                .asString()
                .startsWith(
                        "spec.containers[0].securityContext: Invalid value: {\"Capabilities\":null,\"Privileged\":true,")
                .endsWith("cannot set `allowPrivilegeEscalation` to false and `privileged` to true");
    }

    @Test
    void anImageMayChangeAndLittleElse() {
        String pod = "{'spec':{'containers':[{'name':'c','image':'%s','command':['%s']}]}}";
        assertThat(RuleTable.updated(new PodKind(), pod.formatted("x", "a"), pod.formatted("y", "a")))
                .isEmpty();
        assertThat(RuleTable.updated(new PodKind(), pod.formatted("x", "a"), pod.formatted("x", "b")))
                .singleElement()
                .asString()
                .startsWith("spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`");
    }

    @Test
    void containersCannotBeAdded() {
        String one = "{'spec':{'containers':[" + CONTAINER + "}]}}";
        String two = "{'spec':{'containers':[" + CONTAINER + "},{'name':'d','image':'x'}]}}";
        assertThat(RuleTable.updated(new PodKind(), one, two))
                .containsExactly("spec.containers: Forbidden: pod updates may not add or remove containers");
    }

    private static java.util.List<String> created(String spec) {
        return RuleTable.created(new PodKind(), "{'spec':" + spec + "}");
    }
}
