package io.kubejar.scheduler.plugins;

import static io.kubejar.scheduler.Fixtures.cluster;
import static io.kubejar.scheduler.Fixtures.node;
import static io.kubejar.scheduler.Fixtures.pod;
import static io.kubejar.scheduler.Fixtures.rejection;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.scheduler.pod.PodInfo;
import io.kubejar.scheduler.snapshot.Snapshot;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterPluginsTest {
    private static final String UNTOLERATED = "node(s) had untolerated taint(s)";
    private static final String NO_MATCH = "node(s) didn't match Pod's node affinity/selector";

    @ParameterizedTest
    @DisplayName("B14.3 taints and tolerations by key, value, effect and operator")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "k=v:NoSchedule   |                                                        | false",
                "k=v:NoExecute    |                                                        | false",
                "k=v:PreferNoSchedule |                                                    | true",
                "k=v:NoSchedule   | {'key':'k','operator':'Equal','value':'v'}             | true",
                "k=v:NoSchedule   | {'key':'k','value':'v','effect':'NoSchedule'}          | true",
                "k=v:NoSchedule   | {'key':'k','value':'w'}                                | false",
                "k=v:NoSchedule   | {'key':'k','operator':'Exists'}                        | true",
                "k=v:NoSchedule   | {'operator':'Exists'}                                  | true",
                "k=v:NoSchedule   | {'operator':'Exists','effect':'NoExecute'}             | false",
                "k=v:NoExecute    | {'key':'k','operator':'Exists','effect':'NoExecute'}   | true",
            })
    void taints(String taint, String toleration, boolean fits) {
        String[] parts = taint.split("[=:]");
        Snapshot snapshot = cluster(node(
                "n",
                "",
                "'taints':[{'key':'" + parts[0] + "','value':'" + parts[1] + "','effect':'" + parts[2] + "'}]"));
        String tolerations = toleration == null ? "" : toleration;
        assertThat(rejection(new TaintToleration(), snapshot, pod("p", "", "'tolerations':[" + tolerations + "]"), "n"))
                .isEqualTo(fits ? "" : UNTOLERATED);
    }

    @Test
    void cordonedNodesAreLeftOut() {
        Snapshot snapshot = cluster(node("n", "", "'unschedulable':true"));
        assertThat(rejection(new NodeUnschedulable(), snapshot, pod("p", "", ""), "n"))
                .isEqualTo("node(s) were unschedulable");
        String tolerant = "'tolerations':[{'key':'node.kubernetes.io/unschedulable','operator':'Exists'}]";
        assertThat(rejection(new NodeUnschedulable(), snapshot, pod("p", "", tolerant), "n"))
                .isEmpty();
    }

    @ParameterizedTest
    @DisplayName("B14.1 B14.2 node selectors and required node affinity")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'nodeSelector':{'disk':'ssd'}                                                        | true",
                "'nodeSelector':{'disk':'hdd'}                                                        | false",
                "'nodeSelector':{'disk':'ssd','gpu':'yes'}                                            | false",
                "{'matchExpressions':[{'key':'disk','operator':'In','values':['ssd','nvme']}]}        | true",
                "{'matchExpressions':[{'key':'disk','operator':'NotIn','values':['ssd']}]}            | false",
                "{'matchExpressions':[{'key':'disk','operator':'Exists'}]}                            | true",
                "{'matchExpressions':[{'key':'gpu','operator':'DoesNotExist'}]}                       | true",
                "{'matchExpressions':[{'key':'cores','operator':'Gt','values':['7']}]}                | true",
                "{'matchExpressions':[{'key':'cores','operator':'Lt','values':['8']}]}                | false",
                "{'matchFields':[{'key':'metadata.name','operator':'In','values':['n']}]}             | true",
                "{'matchFields':[{'key':'metadata.name','operator':'In','values':['m']}]}             | false",
                "{}                                                                                   | false",
            })
    void nodeAffinity(String text, boolean fits) {
        Snapshot snapshot = cluster(node("n", "'disk':'ssd','cores':'8'", ""));
        String spec = text.startsWith("'")
                ? text
                : "'affinity':{'nodeAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':"
                        + "{'nodeSelectorTerms':[" + text + "]}}}";
        assertThat(rejection(new NodeAffinity(), snapshot, pod("p", "", spec), "n"))
                .isEqualTo(fits ? "" : NO_MATCH);
    }

    @ParameterizedTest
    @DisplayName("B14.5 ports of the node keep pods apart")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'hostPort':80}                        | {'hostPort':80}                        | false",
                "{'hostPort':80}                        | {'hostPort':81}                        | true",
                "{'hostPort':80,'protocol':'UDP'}       | {'hostPort':80}                        | true",
                "{'hostPort':80,'hostIP':'10.0.0.1'}    | {'hostPort':80,'hostIP':'10.0.0.2'}    | true",
                "{'hostPort':80,'hostIP':'10.0.0.1'}    | {'hostPort':80}                        | false",
                "{'containerPort':80}                   | {'hostPort':80}                        | true",
            })
    void ports(String taken, String wanted, boolean fits) {
        Snapshot snapshot = cluster(node("n", "", ""));
        snapshot.addPod(PodInfo.of(pod("old", "", "'containers':[{'ports':[" + taken + "]}]")), "n");
        assertThat(rejection(new NodePorts(), snapshot, pod("p", "", "'containers':[{'ports':[" + wanted + "]}]"), "n"))
                .isEqualTo(fits ? "" : "node(s) didn't have free ports for the requested pod ports");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'cpu':'1'                     |",
                "'cpu':'2'                     | Insufficient cpu",
                "'memory':'8Gi'                | Insufficient memory",
                "'cpu':'3','memory':'8Gi'      | Insufficient cpu, Insufficient memory",
                "'ephemeral-storage':'2Gi'     | Insufficient ephemeral-storage",
                "'nvidia.com/gpu':'1'          | Insufficient nvidia.com/gpu",
                "'example.com/license':'1'     |",
            })
    void resources(String requests, String why) {
        Snapshot snapshot = cluster(node(
                "n",
                "",
                "",
                "'cpu':'4','memory':'8Gi','pods':'10','ephemeral-storage':'1Gi','example.com/license':'1'"));
        snapshot.addPod(
                PodInfo.of(pod("old", "", "'containers':[{'resources':{'requests':{'cpu':'2500m','memory':'1Gi'}}}]")),
                "n");
        String spec = "'containers':[{'resources':{'requests':{" + requests + "}}}]";
        assertThat(rejection(new NodeResourcesFit(), snapshot, pod("p", "", spec), "n"))
                .isEqualTo(why == null ? "" : why);
    }

    @Test
    void podsAreCounted() {
        Snapshot snapshot = cluster(node("n", "", "", "'cpu':'4','pods':'1'"));
        snapshot.addPod(PodInfo.of(pod("old", "", "")), "n");
        assertThat(rejection(new NodeResourcesFit(), snapshot, pod("p", "", ""), "n"))
                .isEqualTo("Too many pods");
        snapshot.removePod("u-old");
        assertThat(rejection(new NodeResourcesFit(), snapshot, pod("p", "", ""), "n"))
                .isEmpty();
    }

    @Test
    void nodeName() {
        Snapshot snapshot = cluster(node("n", "", ""));
        assertThat(rejection(new NodeName(), snapshot, pod("p", "", "'nodeName':'m'"), "n"))
                .isEqualTo("node(s) didn't match the requested node name");
    }
}
