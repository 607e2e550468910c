package io.kubejar.server.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodSecurityRulesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            'securityContext':{'fsGroup':-1} | spec.securityContext.fsGroup: Invalid value: -1: must be between 0 and 2147483647, inclusive
            'securityContext':{'fsGroupChangePolicy':'x'} | spec.securityContext.fsGroupChangePolicy: Unsupported value: "x": supported values: "Always", "OnRootMismatch"
            'securityContext':{'supplementalGroupsPolicy':'x'} | spec.securityContext.supplementalGroupsPolicy: Unsupported value: "x": supported values: "Merge", "Strict"
            'securityContext':{'seLinuxChangePolicy':'MountOption'} | spec.securityContext.seLinuxChangePolicy: Unsupported value: "MountOption": supported values: "Recursive"
            'securityContext':{'sysctls':[{'name':'A','value':'1'}]} | spec.securityContext.sysctls[0].name: Invalid value: "A": must have at most 253 characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$
            'hostNetwork':true,'securityContext':{'sysctls':[{'name':'net/core/somaxconn','value':'1'}]} | spec.securityContext.sysctls[0].name: Invalid value: "net/core/somaxconn": may not be specified when 'hostNetwork' is true
            'securityContext':{'seccompProfile':{'type':'Localhost','localhostProfile':'../a'}} | spec.securityContext.seccompProfile.localhostProfile: Invalid value: "../a": must not contain '..'
            'securityContext':{'seccompProfile':{'type':'Unconfined','localhostProfile':'a'}} | spec.securityContext.seccompProfile.localhostProfile: Invalid value: {"Type":"Unconfined","LocalhostProfile":"a"}: can only be set when seccomp type is Localhost
            'securityContext':{'appArmorProfile':{'type':'x'}} | spec.securityContext.appArmorProfile.type: Unsupported value: "x": supported values: "Localhost", "RuntimeDefault", "Unconfined"
            'securityContext':{'appArmorProfile':{'type':'Localhost','localhostProfile':'a '}} | spec.securityContext.appArmorProfile.localhostProfile: Invalid value: "a ": must not be padded with whitespace
            'hostUsers':false,'hostIPC':true | spec.HostIPC: Forbidden: when `hostUsers` is false
            'hostnameOverride':'a','setHostnameAsFQDN':true | spec.hostnameOverride: Forbidden: may not be specified when setHostnameAsFQDN is true
            """)
    void ofAPod(String fields, String cause) {
        assertThat(RuleTable.pod(fields)).containsExactly(cause);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            'securityContext':{'procMount':'Unmasked'} | spec.containers[0].securityContext.procMount: Invalid value: "Unmasked": `hostUsers` must be false to use `Unmasked`
            'securityContext':{'procMount':'x'} | spec.containers[0].securityContext.procMount: Unsupported value: "x": supported values: "Default", "Unmasked"
            'securityContext':{'appArmorProfile':{'type':''}} | spec.containers[0].securityContext.appArmorProfile.type: Required value: type is required when appArmorProfile is set
            """)
    void ofAContainer(String fields, String cause) {
        assertThat(RuleTable.container(fields)).containsExactly(cause);
    }
}
