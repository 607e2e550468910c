package io.kubejar.server.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodChangeRulesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            'kubernetes.io/config.mirror':'x' | metadata.annotations[kubernetes.io/config.mirror]: Invalid value: "x": must set spec.nodeName if mirror pod annotation is set
            'controller.kubernetes.io/pod-deletion-cost':'+1' | metadata.annotations[controller.kubernetes.io/pod-deletion-cost]: Invalid value: "+1": must be a 32bit integer
            'seccomp.security.alpha.kubernetes.io/pod':'x' | metadata.annotations.seccomp.security.alpha.kubernetes.io/pod: Invalid value: "x": must be a valid seccomp profile
            'container.apparmor.security.beta.kubernetes.io/c':'x' | metadata.annotations[container.apparmor.security.beta.kubernetes.io/c]: Invalid value: "x": invalid AppArmor profile name: "x"
            'container.apparmor.security.beta.kubernetes.io/d':'' | metadata.annotations[container.apparmor.security.beta.kubernetes.io/d]: Invalid value: "d": container not found
            'scheduler.alpha.kubernetes.io/tolerations':'x' | metadata.annotations: Invalid value: "scheduler.alpha.kubernetes.io/tolerations": invalid character 'x' looking for beginning of value
            'scheduler.alpha.kubernetes.io/tolerations':'{}' | metadata.annotations: Invalid value: "scheduler.alpha.kubernetes.io/tolerations": json: cannot unmarshal object into Go value of type []core.Toleration
            """)
    void anAnnotationThatIsWrong(String annotation, String cause) {
        assertThat(RuleTable.created(new PodKind(), pod(annotation, ""))).containsExactly(cause);
    }

    @Test
    void aProfileToldTwiceIsTheSame() {
        String annotation = "'seccomp.security.alpha.kubernetes.io/pod':'unconfined'";
        String field = ",'securityContext':{'seccompProfile':{'type':'RuntimeDefault'}}";
        assertThat(RuleTable.created(new PodKind(), pod(annotation, field)))
                .containsExactly("spec.securityContext.seccompProfile.type: Forbidden: seccomp type in annotation and"
                        + " field must match");
    }

    @Test
    void aPodWithGatesIsToldNotToBeScheduledFromTheBeginning() {
        ObjectNode pod = (ObjectNode) Json.parse(gated("").replace('\'', '"'));
        pod.withObject("/metadata").put("creationTimestamp", "2026-01-01T00:00:00Z");
        new PodKind().prepareForCreate(pod);
        assertThat(pod.at("/status/conditions"))
                .hasToString("[{\"type\":\"PodScheduled\",\"status\":\"False\",\"lastProbeTime\":null,"
                        + "\"lastTransitionTime\":\"2026-01-01T00:00:00Z\",\"reason\":\"SchedulingGated\","
                        + "\"message\":\"Scheduling is blocked due to non-empty scheduling gates\"}]");
    }

    @Test
    void aMirrorStaysOne() {
        assertThat(RuleTable.updated(
                        new PodKind(),
                        pod("'kubernetes.io/config.mirror':'x'", ",'nodeName':'n'"),
                        pod("", ",'nodeName':'n'")))
                .containsExactly(
                        "metadata.annotations[kubernetes.io/config.mirror]: Forbidden: may not remove or update"
                                + " mirror pod annotation");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            {'key':'a','operator':'Exists'} | {'key':'a','operator':'Exists'},{'key':'b','operator':'Exists'} |
            {'key':'a','operator':'Exists'} | {'key':'b','operator':'Exists'} | only additions are allowed (no mutations or deletions)
            """)
    void aGatedPodAsksForMore(String before, String after, String cause) {
        List<String> causes = RuleTable.updated(new PodKind(), gated(before), gated(after));
        if (cause == null) {
            assertThat(causes).isEmpty();
        } else {
            assertThat(causes).singleElement().asString().endsWith(cause);
        }
    }

    @Test
    void whatIsOffIsDropped() {
        ObjectNode pod = RuleTable.object(
                new PodKind(),
                "{'metadata':{'labels':{'l':'1'}},'spec':{'schedulingGroup':{},'containers':[{'name':'c','image':'x',"
                        + "'lifecycle':{'stopSignal':'SIGTERM'}}],'topologySpreadConstraints':[{'labelSelector':{},"
                        + "'matchLabelKeys':['l']}]}}");
        new PodKind().prepareForCreate(pod);
        assertThat(pod.path("spec").has("schedulingGroup")).isFalse();
        assertThat(pod.at("/spec/containers/0").has("lifecycle")).isFalse();
        assertThat(pod.at("/spec/topologySpreadConstraints/0/labelSelector/matchExpressions/0"))
                .hasToString("{\"key\":\"l\",\"operator\":\"In\",\"values\":[\"1\"]}");
    }

    private static String pod(String annotations, String fields) {
        return "{'metadata':{'name':'p','annotations':{" + annotations
                + "}},'spec':{'containers':[{'name':'c','image':'x'}]" + fields + "}}";
    }

    private static String gated(String expressions) {
        return pod(
                "",
                ",'schedulingGates':[{'name':'g'}],'affinity':{'nodeAffinity':{"
                        + "'requiredDuringSchedulingIgnoredDuringExecution':{'nodeSelectorTerms':[{'matchExpressions':["
                        + expressions + "]}]}}}");
    }
}
