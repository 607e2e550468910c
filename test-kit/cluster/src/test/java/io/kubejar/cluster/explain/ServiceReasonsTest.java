package io.kubejar.cluster.explain;

import static io.kubejar.cluster.explain.Seen.NODE;
import static io.kubejar.cluster.explain.Seen.reasons;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Each branch of the chart that ends at a Service. */
class ServiceReasonsTest {
    private static String service(String spec) {
        return "{apiVersion: v1, kind: Service, metadata: {name: s, namespace: default}, spec: {" + spec + "}}\n";
    }

    private static String pod(String name, String more, String ports, String ready) {
        return "---\n{apiVersion: v1, kind: Pod, metadata: {name: " + name + ", namespace: default, labels: {app: web}"
                + more
                + "}, spec: {nodeName: n1, containers: [{name: c, ports: [" + ports + "]}]}, status: {phase: Running,"
                + " podIP: 10.0.0.1, conditions: [{type: Ready, status: \"" + ready
                + "\"}], containerStatuses: [{name: c,"
                + " ready: " + ready.equals("True") + ", state: {running: {}}}]}}\n" + NODE;
    }

    private static final String WEB = "selector: {app: web}, ports: [{port: 80, targetPort: %s}]";

    @Test
    @DisplayName("B31.11 no endpoints because the selector is wrong")
    void selector() {
        assertThat(reasons(service(String.format(WEB, "80"))
                        + pod("p", "", "", "True").replace("app: web", "app: wep")))
                .containsExactly("its selector app=web matches no pod in default; pods there have app=wep");
        assertThat(reasons(service(String.format(WEB, "80"))))
                .containsExactly("its selector app=web matches no pod in default");
        assertThat(reasons(service("ports: [{port: 80}]")))
                .containsExactly("it has no selector, and nobody has made Endpoints for it");
        assertThat(reasons(service("type: ExternalName, externalName: a.b"))).isEmpty();
    }

    @Test
    @DisplayName("B31.11 no endpoints because no pod is ready, or none has an IP")
    void notReady() {
        String web = service(String.format(WEB, "80"));
        assertThat(reasons(web + pod("p", "", "{containerPort: 80}", "False")))
                .containsExactly(
                        "the pod that it selects is not ready",
                        "pod p: container c runs and has no readiness probe: its kubelet has yet to report it ready");
        assertThat(reasons(web + pod("p", "", "{containerPort: 80}", "True").replace("podIP: 10.0.0.1, ", "")))
                .containsExactly("the pod that it selects is not ready", "pod p: it has no IP");
        assertThat(reasons(web + pod("p", "", "{containerPort: 80}", "True"))).isEmpty();
    }

    @Test
    @DisplayName("B31.12 endpoints that nobody answers at: targetPort fits no port of the pods")
    void targetPort() {
        String ready = pod("p", "", "{name: http, containerPort: 8080}", "True");
        assertThat(reasons(service(String.format(WEB, "web")) + ready))
                .containsExactly("its targetPort web is the name of no port of the pods, which have http (8080)");
        assertThat(reasons(service(String.format(WEB, "80")) + ready))
                .containsExactly(
                        "its targetPort is 80, and the pods declare only http (8080): does anybody listen there,"
                                + " on all addresses?");
        assertThat(reasons(service(String.format(WEB, "http")) + ready)).isEmpty();
        assertThat(reasons(service(String.format(WEB, "8080")) + ready)).isEmpty();
    }

    @Test
    @DisplayName("B31.10 ready but not reached: selectors that collide")
    void collision() {
        String of =
                ", ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: %s, uid: %s, controller: true}]";
        String port = "{containerPort: 80}";
        assertThat(reasons(service(String.format(WEB, "80"))
                        + pod("a", String.format(of, "x1", "1"), port, "True")
                        + pod("b", String.format(of, "y1", "2"), port, "True")))
                .containsExactly(
                        "its selector matches pods of several makers, is that meant? StatefulSet x1, StatefulSet y1");
        assertThat(reasons(service(String.format(WEB, "80"))
                        + pod("a", String.format(of, "x1", "1"), port, "True")
                        + pod("b", String.format(of, "x1", "1"), port, "True")))
                .isEmpty();
    }

    @Test
    @DisplayName("B31.15 a pod runs and is ready, and its port is dead: known once somebody has tried")
    void deadPort() {
        String web = service(String.format(WEB, "http")) + pod("p", "", "{name: http, containerPort: 8080}", "True");
        assertThat(reasons(web)).isEmpty();
        Seen seen = Seen.of(web);
        assertThat(Reasons.of(seen.all().get(0), seen.refusing(8080)))
                .containsExactly(
                        "pod p: nobody listens on port 8080, where it leads: the last port-forward there was refused");
        assertThat(Reasons.of(seen.all().get(0), seen.refusing(9090))).isEmpty();
        assertThat(Reasons.of(seen.all().get(1), seen.refusing(8080)))
                .containsExactly("nobody listens on its port 8080: the last port-forward to it was refused");
        assertThat(Reasons.of(seen.all().get(1), seen.refusing(9090)))
                .containsExactly("nobody listens on its port 9090: the last port-forward to it was refused;"
                        + " its containers declare 8080");
        assertThat(Reasons.of(seen.all().get(1), seen)).isEmpty();
    }
}
