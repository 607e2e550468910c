package io.kubejar.server.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.server.registry.Strategy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodWarningsTest {
    private static final String PLAIN = "'containers':[{'name':'c','image':'x'}]";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    PLAIN,'volumes':[{'name':'r','rbd':{}}] | spec.volumes[0].rbd: deprecated in v1.28, non-functional in v1.31+
                    PLAIN,'nodeSelector':{'beta.kubernetes.io/os':'linux'} | spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use "kubernetes.io/os" instead
                    PLAIN,'topologySpreadConstraints':[{'topologyKey':'a'}] | spec.topologySpreadConstraints[0].labelSelector: a null labelSelector results in matching no pod
                    PLAIN,'hostAliases':[{'ip':'1.2.3.4'},{'ip':'1.2.3.4'}] | spec.hostAliases[1].ip: duplicate ip "1.2.3.4"
                    PLAIN,'imagePullSecrets':[{}] | spec.imagePullSecrets[0].name: invalid empty name ""
                    PLAIN,'affinity':{'podAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':[{}]}} | spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector: a null labelSelector results in matching no pod
                    'containers':[{'name':'c','resources':{'limits':{'memory':'100m'},'requests':{'memory':'1'}}}] | spec.containers[0].resources.limits[memory]: fractional byte value "100m" is invalid, must be an integer
                    'containers':[{'name':'c','env':[{'name':'A','value':'1'},{'name':'A','value':'2'}]}] | spec.containers[0].env[1]: hides previous definition of "A", which may be dropped when using apply
                    'containers':[{'name':'c','ports':[{'containerPort':80},{'containerPort':80}]}] | spec.containers[0].ports[1]: duplicate port definition with spec.containers[0].ports[0]
                    'containers':[{'name':'c','ports':[{'containerPort':80,'name':'a'},{'containerPort':81,'name':'a'}]}] | spec.containers[0].ports[1]: duplicate port name "a" with spec.containers[0].ports[0], services and probes that select ports by name will use spec.containers[0].ports[0]
                    """)
    void aPod(String spec, String warning) {
        String json = "{'metadata':{'name':'a'},'spec':{" + spec.replace("PLAIN", PLAIN) + "}}";
        assertThat(warnings(new PodKind(), json)).containsExactly(warning);
    }

    @Test
    void aVariableMayBeMadeOfItself() {
        assertThat(warnings(
                        new PodKind(),
                        "{'metadata':{'name':'a'},'spec':{'containers':[{'name':'c',"
                                + "'env':[{'name':'A','value':'1'},{'name':'A','value':'$(A)2'}]}]}}"))
                .isEmpty();
    }

    @Test
    void aNameBecomesAHostName() {
        assertThat(warnings(new PodKind(), "{'metadata':{'name':'a.b'},'spec':{" + PLAIN + "}}"))
                .containsExactly("metadata.name: this is used in the Pod's hostname, which can result in surprising"
                        + " behavior; a DNS label is recommended: [must not contain dots]");
    }

    @Test
    void aTemplateWhenItChanges() {
        String json = "{'metadata':{'name':'a','generation':%s},'spec':{'template':{'spec':{%s,"
                + "'terminationGracePeriodSeconds':-1}}}}";
        String warning =
                "spec.template.spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and"
                        + " will be treated as 1";
        for (Strategy kind : List.of(new DeploymentKind(), new StatefulSetKind(), new DaemonSetKind(), new JobKind())) {
            var one = RuleTable.object(kind, json.formatted(1, PLAIN));
            var two = RuleTable.object(kind, json.formatted(2, PLAIN));
            assertThat(kind.warnings(one)).containsExactly(warning);
            assertThat(kind.updateWarnings(two, one)).containsExactly(warning);
            assertThat(kind.updateWarnings(one, one)).isEmpty();
        }
    }

    private static List<String> warnings(Strategy kind, String json) {
        return kind.warnings(RuleTable.object(kind, json));
    }
}
