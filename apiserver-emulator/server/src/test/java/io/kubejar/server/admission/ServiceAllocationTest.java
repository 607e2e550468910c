package io.kubejar.server.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.chance.Chance;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.server.authn.UserInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceAllocationTest {
    private static final UserInfo ANYBODY = UserInfo.of("anybody");
    private static final String TAKEN =
            "{'spec':{'clusterIPs':['10.96.0.9'],'ports':[{'nodePort':30100}],'healthCheckNodePort':30101}}";

    private final List<ApiObject> stored = new ArrayList<>(List.of(ApiObject.of(Requests.json(TAKEN))));
    private final ServiceAllocation allocation = new ServiceAllocation(() -> stored, Chance.seeded(7));

    @Test
    void aServiceGetsAnAddressOfTheUpperPartAndItsFamily() {
        ObjectNode spec = created("'ports':[{'port':80}]");
        String ip = Json.textOr(spec, "", "clusterIP");
        assertThat(ip).matches("10\\.96\\.\\d+\\.\\d+").doesNotStartWith("10.96.0.");
        assertThat(Json.strings(spec.path("clusterIPs"))).containsExactly(ip);
        assertThat(Json.strings(spec.path("ipFamilies"))).containsExactly("IPv4");
        assertThat(Json.text(spec, "ipFamilyPolicy")).isEqualTo("SingleStack");
    }

    @Test
    void headlessWithoutASelectorMayHaveAnyFamily() {
        ObjectNode spec = created("'clusterIP':'None'");
        assertThat(Json.strings(spec.path("ipFamilies"))).containsExactly("IPv4", "IPv6");
        assertThat(Json.text(spec, "ipFamilyPolicy")).isEqualTo("RequireDualStack");
        assertThat(Json.strings(
                        created("'clusterIP':'None','selector':{'a':'b'}").path("ipFamilies")))
                .containsExactly("IPv4");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    'clusterIP':'192.168.77.1' | spec.clusterIPs: Invalid value: ["192.168.77.1"]: failed to allocate IP 192.168.77.1: the provided network does not match the current range
                    'clusterIP':'10.96.0.0' | spec.clusterIPs: Invalid value: ["10.96.0.0"]: failed to allocate IP 10.96.0.0: the provided IP (10.96.0.0) is not in the valid range. The range of valid IPs is 10.96.0.0/16
                    'clusterIP':'10.96.0.9' | spec.clusterIPs: Invalid value: ["10.96.0.9"]: failed to allocate IP 10.96.0.9: provided IP is already allocated
                    'clusterIP':'x' | spec.clusterIPs[0]: Invalid value: "x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
                    'ipFamilies':['IPv6'] | spec.ipFamilies[0]: Invalid value: "IPv6": not configured on this cluster
                    'ipFamilyPolicy':'RequireDualStack' | spec.ipFamilyPolicy: Invalid value: "RequireDualStack": this cluster is not configured for dual-stack services
                    'clusterIP':'fd00::1' | spec.clusterIPs[0]: Invalid value: ["fd00::1"]: IPv6 is not configured on this cluster
                    'type':'NodePort','ports':[{'port':80,'nodePort':80}] | spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-32767
                    'type':'NodePort','ports':[{'port':80,'nodePort':30100}] | spec.ports[0].nodePort: Invalid value: 30100: provided port is already allocated
                    'type':'NodePort','ports':[{'port':80,'nodePort':30200},{'port':81,'nodePort':30200}] | spec.ports[1].nodePort: Invalid value: 30200: provided port is already allocated
                    """)
    void whatCannotBeGivenOut(String spec, String why) {
        assertThatThrownBy(() -> created(spec)).hasMessage("Service \"a\" is invalid: " + why);
    }

    @Test
    void anAddressBelongsToAServiceWithAName() {
        AdmissionRequest request = Requests.create(Resources.SERVICES, "{'spec':{'clusterIP':'10.96.0.10'}}");
        assertThatThrownBy(() -> allocation.mutate(request))
                .hasMessageEndingWith("failed to allocate IP 10.96.0.10: IPAddress.networking.k8s.io \"10.96.0.10\" is"
                        + " invalid: spec.parentRef.name: Required value");
    }

    @Test
    void portsOfOneNumberShareANodePort() {
        ObjectNode spec = created("'type':'NodePort','ports':[{'port':53,'protocol':'UDP'},"
                + "{'port':53,'protocol':'TCP','nodePort':30300},{'port':80}]");
        assertThat(port(spec, 0)).isEqualTo(30_300);
        assertThat(port(spec, 2)).isBetween(30_086, 32_767).isNotEqualTo(30_300);
    }

    @Test
    void aHealthCheckNeedsAPortToo() {
        ObjectNode spec = created("'type':'LoadBalancer','externalTrafficPolicy':'Local','ports':[{'port':80}]");
        assertThat(spec.path("healthCheckNodePort").intValue()).isPositive().isNotEqualTo(port(spec, 0));
        assertThatThrownBy(() -> created("'type':'LoadBalancer','externalTrafficPolicy':'Local','ports':[],"
                        + "'healthCheckNodePort':30101"))
                .hasMessage("Internal error occurred: failed to allocate requested HealthCheck NodePort 30101: provided"
                        + " port is already allocated");
    }

    @Test
    void whatARequestHoldsIsTakenUntilItIsOver() {
        AdmissionRequest first = request("'clusterIP':'10.96.0.10'");
        allocation.mutate(first);
        assertThatThrownBy(() -> created("'clusterIP':'10.96.0.10'")).hasMessageContaining("already allocated");
        allocation.finish(first);
        assertThat(Json.text(created("'clusterIP':'10.96.0.10'"), "clusterIP")).isEqualTo("10.96.0.10");
    }

    @Test
    void anUpdateKeepsWhatItDoesNotSay() {
        String old = "'type':'NodePort','clusterIP':'10.96.0.9','clusterIPs':['10.96.0.9'],'ipFamilies':['IPv4'],"
                + "'ipFamilyPolicy':'SingleStack','ports':[{'name':'a','port':80,'nodePort':30100}]";
        ObjectNode spec = updated("'type':'NodePort','ports':[{'name':'a','port':81},{'name':'b','port':82}]", old);
        assertThat(Json.text(spec, "clusterIP")).isEqualTo("10.96.0.9");
        assertThat(Json.text(spec, "ipFamilyPolicy")).isEqualTo("SingleStack");
        assertThat(port(spec, 0)).isEqualTo(30_100);
        assertThat(port(spec, 1)).isPositive().isNotEqualTo(30_100);
        assertThat(updated("'type':'ExternalName','externalName':'a'", old).has("clusterIP"))
                .isFalse();
        ObjectNode back = updated("'type':'ClusterIP'", "'type':'ExternalName','externalName':'a'");
        assertThat(Json.textOr(back, "", "clusterIP")).startsWith("10.96.");
    }

    private static int port(ObjectNode spec, int index) {
        return spec.path("ports").get(index).path("nodePort").intValue();
    }

    private static AdmissionRequest request(String spec) {
        return Requests.create(Resources.SERVICES, object(spec));
    }

    private static String object(String spec) {
        return "{'metadata':{'name':'a','namespace':'n'},'spec':{" + spec + "}}";
    }

    private ObjectNode created(String spec) {
        AdmissionRequest request = request(spec);
        allocation.mutate(request);
        allocation.finish(request);
        return (ObjectNode) Objects.requireNonNull(request.object()).path("spec");
    }

    private ObjectNode updated(String spec, String old) {
        AdmissionRequest request = Requests.update(ANYBODY, Resources.SERVICES, "", object(spec), object(old));
        allocation.mutate(request);
        allocation.finish(request);
        return (ObjectNode) Objects.requireNonNull(request.object()).path("spec");
    }
}
