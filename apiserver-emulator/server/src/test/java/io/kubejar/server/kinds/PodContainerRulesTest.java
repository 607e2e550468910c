package io.kubejar.server.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodContainerRulesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            'image':' x' | spec.containers[0].image: Invalid value: " x": must not have leading or trailing whitespace
            'volumeMounts':[{'name':'v','mountPath':'/v','mountPropagation':'Bidirectional'}] | spec.containers[0].volumeMounts.mountPropagation: Forbidden: Bidirectional mount propagation is available only to privileged containers
            'volumeMounts':[{'name':'v','mountPath':'/v','recursiveReadOnly':'Enabled'}] | spec.containers[0].volumeMounts.recursiveReadOnly: Forbidden: may only be specified when readOnly is true
            'volumeDevices':[{'name':'v','devicePath':'/v'}] | spec.containers[0].volumeDevices[0].name: Invalid value: "v": can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode
            'volumeDevices':[{'name':'d','devicePath':'/../v'}] | spec.containers[0].volumeDevices[0].devicePath: Invalid value: "/../v": can not contain backsteps ('..')
            'env':[{'name':'a','valueFrom':{'resourceFieldRef':{'resource':'limits.x'}}}] | spec.containers[0].env[0].valueFrom.resourceFieldRef.resource: Unsupported value: "limits.x": supported values: "limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu", "requests.ephemeral-storage", "requests.memory"
            'env':[{'name':'a','valueFrom':{'resourceFieldRef':{'resource':'limits.cpu','divisor':'2'}}}] | spec.containers[0].env[0].valueFrom.resourceFieldRef.divisor: Invalid value: "limits.cpu": only divisor's values 1m and 1 are supported with the cpu resource
            'env':[{'name':'a','valueFrom':{'fileKeyRef':{'volumeName':'d','path':'p','key':'k'}}}] | spec.containers[0].env[0].valueFrom.fileKeyRef.volumeName: Invalid value: "d": referenced volume must be of type emptyDir
            'env':[{'name':'a','valueFrom':{'fieldRef':{'fieldPath':'spec.nodeName[\\u0027a\\u0027]'}}}] | spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: "spec.nodeName['a']": error converting fieldPath: field label does not support subscript: spec.nodeName['a']
            'livenessProbe':{'httpGet':{'port':1,'httpHeaders':[{'name':'a b','value':''}]}} | spec.containers[0].livenessProbe.httpGet.httpHeaders: Invalid value: "a b": a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')
            'lifecycle':{'preStop':{'sleep':{'seconds':31}}} | spec.containers[0].lifecycle.preStop.sleep: Invalid value: 31: must be non-negative and less than terminationGracePeriodSeconds (30)
            'restartPolicyRules':[{'action':'Restart','exitCodes':{'operator':'In','values':[1]}}] | spec.containers[0].restartPolicy: Required value: must specify restartPolicy when restart rules are used
            'restartPolicy':'Never','restartPolicyRules':[{'action':'x','exitCodes':{'operator':'In'}}] | spec.containers[0].restartPolicyRules[0].action: Unsupported value: "x": supported values: "Restart", "RestartAllContainers"
            'resizePolicy':[{'resourceName':'x','restartPolicy':'NotRequired'}] | spec.containers[0].resizePolicy: Unsupported value: "x": supported values: "cpu", "memory"
            'resources':{'claims':[{'name':'a'}]} | spec.containers[0].resources.claims[0]: Not found: "a": must be one of the names in pod.spec.resourceClaims which is empty
            """)
    void ofAContainer(String fields, String cause) {
        assertThat(RuleTable.container(fields)).containsExactly(cause);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            'initContainers':[{'name':'i','image':'x','resizePolicy':[{'resourceName':'cpu','restartPolicy':'RestartContainer'}]}] | spec.initContainers[0].resizePolicy[0].restartPolicy: Invalid value: "RestartContainer": must not be set to 'RestartContainer' for non-sidecar initContainers
            'resources':{'requests':{'cpu':'1'}},'initContainers':[{'name':'i','image':'x','resources':{'requests':{'cpu':'2'}}}] | spec.resources.requests[cpu]: Invalid value: "1": must be greater than or equal to aggregate container requests of 2
            'overhead':{'cpu':'1','hugepages-2Mi':'3Mi'} | spec.overhead.limits[hugepages-2Mi]: Invalid value: "3Mi": 3Mi is not positive integer multiple of hugepages-2Mi
            'resourceClaims':[{'name':'a'}] | spec.resourceClaims[0]: Invalid value: {"Name":"a","ResourceClaimName":null,"ResourceClaimTemplateName":null}: must specify one of: `resourceClaimName`, `resourceClaimTemplateName`
            """)
    void ofAPod(String fields, String cause) {
        assertThat(RuleTable.pod(fields)).containsExactly(cause);
    }
}
