package io.kubejar.server.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowsPodRulesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            'os':{'name':'linux'},'securityContext':{'windowsOptions':{}} | spec.securityContext.windowsOptions: Forbidden: windows options cannot be set for a linux pod
            'os':{'name':'mac'} | spec.os: Unsupported value: "mac": supported values: "linux", "windows"
            'os':{'name':''} | spec.os.name: Required value
            'os':{'name':'windows'},'securityContext':{'runAsUser':1} | spec.securityContext.runAsUser: Forbidden: cannot be set for a windows pod
            'os':{'name':'windows'},'hostPID':true | spec.hostPID: Forbidden: cannot be set for a windows pod
            'os':{'name':'windows'},'hostUsers':true | spec.hostUsers: Forbidden: cannot be set for a windows pod
            'os':{'name':'windows'},'resources':{'limits':{'cpu':'1'}} | spec.resources: Forbidden: may not be set for a windows pod
            'securityContext':{'windowsOptions':{'hostProcess':true}} | spec.hostNetwork: Invalid value: false: hostNetwork must be true if pod contains any hostProcess containers
            'hostNetwork':true,'initContainers':[{'name':'i','image':'x','securityContext':{'windowsOptions':{'hostProcess':true}}}] | spec: Invalid value: "": If pod contains any hostProcess containers then all containers must be HostProcess containers
            'initContainers':[{'name':'i','image':'x','securityContext':{'windowsOptions':{'hostProcess':false}}}],'hostNetwork':true,'containers':[],'securityContext':{'windowsOptions':{'hostProcess':false}} | spec.containers: Required value
            'securityContext':{'windowsOptions':{'runAsUserName':''}} | spec.securityContext.windowsOptions.runAsUserName: Invalid value: "": runAsUserName cannot be an empty string
            'securityContext':{'windowsOptions':{'runAsUserName':'a\\\\b\\\\c'}} | spec.securityContext.windowsOptions.runAsUserName: Invalid value: "a\\\\b\\\\c": runAsUserName cannot contain more than one backslash
            'securityContext':{'windowsOptions':{'runAsUserName':'..'}} | spec.securityContext.windowsOptions.runAsUserName: Invalid value: "..": runAsUserName's User cannot contain only periods or spaces
            'securityContext':{'windowsOptions':{'gmsaCredentialSpec':''}} | spec.securityContext.windowsOptions.gmsaCredentialSpec: Invalid value: "": gmsaCredentialSpec cannot be an empty string
            """)
    void ofAPod(String fields, String cause) {
        assertThat(RuleTable.pod(fields)).containsExactly(cause);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            'securityContext':{'windowsOptions':{'runAsUserName':' '}} | spec.containers[0].securityContext.windowsOptions.runAsUserName: Invalid value: " ": runAsUserName's User cannot contain only periods or spaces
            'lifecycle':{'stopSignal':'SIGTERM'} | spec.containers[0].lifecycle.stopSignal: Forbidden: may not be set for containers with empty `spec.os.name`
            """)
    void ofAContainer(String fields, String cause) {
        assertThat(RuleTable.container(fields)).containsExactly(cause);
    }
}
