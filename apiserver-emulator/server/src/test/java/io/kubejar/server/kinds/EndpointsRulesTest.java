package io.kubejar.server.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Endpoints and EndpointSlices. */
class EndpointsRulesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    {} | subsets[0]: Required value: must specify `addresses` or `notReadyAddresses`
                    {'addresses':[{'ip':'127.0.0.1'}]} | subsets[0].addresses[0].ip: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)
                    {'notReadyAddresses':[{'ip':'fe80::1'}]} | subsets[0].notReadyAddresses[0].ip: Invalid value: "fe80::1": may not be in the link-local range (169.254.0.0/16, fe80::/10)
                    {'addresses':[{'ip':'10.0.0.01'}]} | subsets[0].addresses[0].ip: Invalid value: "10.0.0.01": must not have leading 0s
                    {'addresses':[{'ip':'10.0.0.1','hostname':'a.b'}]} | subsets[0].addresses[0].hostname: Invalid value: "a.b": must not contain dots
                    {'addresses':[{'ip':'10.0.0.1'}],'ports':[{'port':70000}]} | subsets[0].ports[0].port: Invalid value: 70000: must be between 1 and 65535, inclusive
                    {'addresses':[{'ip':'10.0.0.1'}],'ports':[{'port':1,'name':'a'},{'port':2}]} | subsets[0].ports[1].name: Required value
                    """)
    void aSubsetThatBreaksARule(String subset, String cause) {
        assertThat(RuleTable.created(new EndpointsKind(), "{'subsets':[" + subset + "]}"))
                .containsExactly(cause);
    }

    @Test
    void whatIsNoAddressIsToldTwice() {
        assertThat(RuleTable.created(new EndpointsKind(), "{'subsets':[{'addresses':[{'ip':'foo'}]}]}"))
                .containsExactly(
                        "subsets[0].addresses[0].ip: Invalid value: \"foo\": must be a valid IP address, (e.g. 10.9.8.7"
                                + " or 2001:db8::ffff)",
                        "subsets[0].addresses[0].ip: Invalid value: \"foo\": must be a valid IP address");
    }

    @Test
    void whatWasThereBeforeMayStay() {
        String endpoints = "{'subsets':[{'addresses':[{'ip':'127.0.0.1'}]}]}";
        assertThat(RuleTable.updated(new EndpointsKind(), endpoints, endpoints)).isEmpty();
        assertThat(RuleTable.updated(new EndpointsKind(), "{}", endpoints)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    {} | addressType: Required value
                    {'addressType':'Foo'} | addressType: Unsupported value: "Foo": supported values: "FQDN", "IPv4", "IPv6"
                    {'addressType':'IPv4','endpoints':[{}]} | endpoints[0].addresses: Required value: must contain at least 1 address
                    {'addressType':'IPv4','endpoints':[{'addresses':['fd00::1']}]} | endpoints[0].addresses: Invalid value: "fd00::1": must be an IPv4 address
                    {'addressType':'IPv6','endpoints':[{'addresses':['FD00::1']}]} | endpoints[0].addresses[0]: Invalid value: "FD00::1": must be in canonical form ("fd00::1")
                    {'addressType':'FQDN','endpoints':[{'addresses':['a']}]} | endpoints[0].addresses[0]: Invalid value: "a": should be a domain with at least two segments separated by dots
                    {'addressType':'IPv4','ports':[{},{}]} | ports[1].name: Duplicate value: ""
                    {'addressType':'IPv4','ports':[{'protocol':'X'}]} | ports[0].protocol: Unsupported value: "X": supported values: "SCTP", "TCP", "UDP"
                    {'addressType':'IPv4','endpoints':[{'addresses':['10.0.0.1'],'hints':{'forZones':[{'name':'a'},{'name':'a'}]}}]} | endpoints[0].hints.forZones[1].name: Duplicate value: "a"
                    """)
    void aSliceThatBreaksARule(String slice, String cause) {
        assertThat(RuleTable.created(new EndpointSliceKind(), slice)).containsExactly(cause);
    }

    @Test
    void aSliceKeepsItsType() {
        assertThat(RuleTable.updated(new EndpointSliceKind(), "{'addressType':'IPv4'}", "{'addressType':'IPv6'}"))
                .containsExactly("addressType: Invalid value: \"IPv6\": field is immutable");
    }

    @Test
    void warnings() {
        String slice = "{'addressType':'FQDN','endpoints':[{'addresses':['FD00::1','a.b']}]}";
        assertThat(new EndpointSliceKind().warnings(RuleTable.object(new EndpointSliceKind(), slice)))
                .containsExactly(
                        "spec.addressType: FQDN endpoints are deprecated",
                        "endpoints[0].addresses[0]: IPv6 address \"FD00::1\" should be in RFC 5952 canonical format"
                                + " (\"fd00::1\")");
    }
}
