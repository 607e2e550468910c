package io.kubejar.server.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodStatusRulesTest {
    private static final String SPEC = "'spec':{'restartPolicy':'Never','containers':[{'name':'c','image':'x'}]}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            'qosClass':'Burstable' | status.qosClass: Invalid value: "Burstable": field is immutable
            'observedGeneration':-1 | status.observedGeneration: Invalid value: -1: must be a non-negative integer
            'podIPs':[{'ip':'1.2.3.4'},{'ip':'1.2.3.5'}] | status.podIPs: Invalid value: [{"IP":"1.2.3.4"},{"IP":"1.2.3.5"}]: may specify no more than one IP for each IP family
            'hostIPs':[{'ip':'1.2.3.4'}] | status.hostIPs[0].ip: Invalid value: "1.2.3.4": must be equal to `hostIP`
            'containerStatuses':[{'name':'c','state':{'running':{}}}] | status.containerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state
            'resourceClaimStatuses':[{'name':'a'}] | status.resourceClaimStatuses[0].name: Invalid value: "a": must match the name of an entry in `spec.resourceClaims`
            'extendedResourceClaimStatus':{'resourceClaimName':'a'} | status.extendedResourceClaimStatus.requestMappings: Required value: at least one request mapping is required
            """)
    void aRuleThatIsBroken(String fields, String cause) {
        assertThat(changed(fields)).containsExactly(cause);
    }

    private static List<String> changed(String fields) {
        String before =
                "'qosClass':'BestEffort','containerStatuses':[{'name':'c','state':{'terminated':{'exitCode':1}}}]";
        String after = fields.startsWith("'qosClass'") ? fields : "'qosClass':'BestEffort'," + fields;
        return RuleTable.statusUpdated(
                new PodKind(), "{" + SPEC + ",'status':{" + before + "}}", "{" + SPEC + ",'status':{" + after + "}}");
    }
}
