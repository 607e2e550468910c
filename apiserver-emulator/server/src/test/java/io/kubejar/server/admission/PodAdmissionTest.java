package io.kubejar.server.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The plugins that fill in single fields. */
class PodAdmissionTest {
    private static JsonNode admitted(AdmissionPlugin plugin, AdmissionRequest request) {
        plugin.mutate(request);
        return Objects.requireNonNull(request.object());
    }

    private static AdmissionRequest pod(String spec) {
        return Requests.create(Resources.PODS, "{'metadata':{'name':'a','namespace':'ns'},'spec':{" + spec + "}}");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "|0",
                "'priority':0|0",
                "'priorityClassName':'system-cluster-critical'|2000000000",
                "'priorityClassName':'system-node-critical'|2000001000"
            })
    void thePriorityIsThatOfTheClass(String spec, long priority) {
        JsonNode pod = admitted(new Priority(), pod(spec == null ? "" : spec));
        assertThat(Json.number(pod, -1, "spec", "priority")).isEqualTo(priority);
        assertThat(Json.text(pod, "spec", "preemptionPolicy")).isEqualTo("PreemptLowerPriority");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "'priorityClassName':'high'|no PriorityClass with name high was found",
                "'priority':5|the integer value of priority (5) must not be provided in pod spec; priority admission"
                        + " controller computed 0 from the given PriorityClass name",
                "'preemptionPolicy':'Never'|the string value of PreemptionPolicy (Never) must not be provided in pod spec;"
                        + " priority admission controller computed PreemptLowerPriority from the given PriorityClass name"
            })
    void otherPrioritiesAreRefused(String spec, String why) {
        assertThatThrownBy(() -> admitted(new Priority(), pod(spec))).hasMessage("pods \"a\" is forbidden: " + why);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "|2",
                "{'operator':'Exists'}|1",
                "{'key':'node.kubernetes.io/not-ready','effect':'NoExecute','tolerationSeconds':5}|2",
                "{'key':'node.kubernetes.io/not-ready','effect':'NoSchedule'}|3"
            })
    void tolerationsAreAddedWhereThereAreNone(String known, int count) {
        AdmissionRequest request = pod("'tolerations':[" + (known == null ? "" : known) + "]");
        assertThat(admitted(new DefaultTolerationSeconds(), request)
                        .path("spec")
                        .path("tolerations"))
                .hasSize(count);
    }

    @Test
    void aClaimIsProtectedOnce() {
        for (String finalizers : new String[] {"", "'kubernetes.io/pvc-protection'"}) {
            AdmissionRequest request = Requests.create(
                    Resources.PERSISTENT_VOLUME_CLAIMS,
                    "{'metadata':{'name':'a','namespace':'ns','finalizers':[" + finalizers + "]}}");
            JsonNode claim = admitted(new StorageObjectInUseProtection(), request);
            assertThat(Json.strings(claim.path("metadata").path("finalizers")))
                    .containsExactly("kubernetes.io/pvc-protection");
        }
    }
}
