package io.kubejar.cluster.explain;

import static io.kubejar.cluster.explain.Seen.reasons;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.cluster.KubeCluster;
import io.kubejar.cluster.Mode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Each branch of the chart that ends at an Ingress. */
class IngressReasonsTest {
    private static final String WEB = "{service: {name: web, port: {number: 80}}}";
    private static final String SERVICE = """
            ---
            {apiVersion: v1, kind: Service, metadata: {name: web, namespace: default},
             spec: {selector: {app: web}, ports: [{port: 80, name: http}, {port: 443}]}}
            """;
    private static final String CLASS = """
            ---
            {apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: nginx},
             spec: {controller: k8s.io/ingress-nginx}}
            """;
    private static final String TAKEN = ", status: {loadBalancer: {ingress: [{ip: 10.0.0.9}]}}";

    private static String ingress(String spec, String more) {
        return "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: i, namespace: default}, spec: {"
                + spec + "}" + more + "}\n";
    }

    /** One that nginx has taken. */
    private static String taken(String backend) {
        return ingress("ingressClassName: nginx, defaultBackend: " + backend, TAKEN) + CLASS;
    }

    private static String slice(String port, String ready) {
        return "---\n{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: web-1, namespace: default,"
                + " labels: {kubernetes.io/service-name: web}}, ports: [{" + port + "}], endpoints: [{addresses:"
                + " [10.0.0.1], conditions: {ready: " + ready + "}}]}\n";
    }

    private static final String READY = SERVICE + slice("name: http, port: 80", "true");

    @Test
    @DisplayName("B31.13 the Service does not exist")
    void service() {
        assertThat(reasons(taken(WEB))).containsExactly("default backend: Service web does not exist");
        assertThat(reasons(taken(WEB.replace("web", "wep")) + READY))
                .containsExactly("default backend: Service wep does not exist; default has web");
        assertThat(reasons(taken(WEB) + READY)).isEmpty();
    }

    @Test
    @DisplayName("B31.13 every place that leads to a backend is told once")
    void places() {
        String path = "{path: %s, pathType: Prefix, backend: %s}";
        String paths = "http: {paths: [" + path.formatted("/a", WEB) + ", " + path.formatted("/b", WEB) + ", "
                + path.formatted("/c", WEB.replace("web", "other")) + "]}";
        assertThat(reasons(ingress("rules: [{host: a.io, " + paths + "}, {" + paths + "}]", "") + READY))
                .containsExactly("path a.io/c, path */c: Service other does not exist; default has web");
    }

    @Test
    @DisplayName("B31.13 the Service has no such port")
    void port() {
        assertThat(reasons(taken(WEB.replace("80", "8080")) + READY))
                .containsExactly("default backend: Service web has no port 8080, it has http (80), 443");
        assertThat(reasons(taken("{service: {name: web, port: {name: web}}}") + READY))
                .containsExactly("default backend: Service web has no port of the name web, it has http (80), 443");
        assertThat(reasons(taken("{service: {name: web, port: {name: http}}}") + READY))
                .isEmpty();
    }

    @Test
    @DisplayName("B31.13 the Service has no ready endpoints, and why")
    void endpoints() {
        String[] chain = {
            "default backend: Service web has no ready endpoints",
            "default backend: Service web: its selector app=web matches no pod in default"
        };
        assertThat(reasons(taken(WEB) + SERVICE)).containsExactly(chain);
        assertThat(reasons(taken(WEB) + SERVICE + slice("name: http, port: 80", "false")))
                .containsExactly(chain);
        assertThat(reasons(taken(WEB) + SERVICE + slice("port: 443", "true"))).containsExactly(chain);
    }

    @Test
    @DisplayName("B31.13 a Service that is elsewhere has no endpoints")
    void elsewhere() {
        String alias = "---\n{apiVersion: v1, kind: Service, metadata: {name: web, namespace: default}, spec: {type:"
                + " ExternalName, externalName: a.io%s}}\n";
        assertThat(reasons(taken(WEB) + alias.formatted(""))).isEmpty();
        assertThat(reasons(taken(WEB) + alias.formatted(", ports: [{port: 80}]")))
                .isEmpty();
        assertThat(reasons(taken(WEB) + alias.formatted(", ports: [{port: 81}]")))
                .containsExactly("default backend: Service web has no port 80, it has 81");
    }

    @Test
    @DisplayName("B31.13 else it is the controller")
    void controller() {
        String spec = "defaultBackend: " + WEB;
        String nobody = "no controller has written its status.loadBalancer";
        assertThat(reasons(ingress("ingressClassName: nginx, " + spec, "") + READY))
                .containsExactly("its IngressClass nginx does not exist; the cluster has none");
        assertThat(reasons(ingress("ingressClassName: ngins, " + spec, "") + READY + CLASS))
                .containsExactly("its IngressClass ngins does not exist; the cluster has nginx");
        assertThat(reasons(ingress("ingressClassName: nginx, " + spec, "") + READY + CLASS))
                .containsExactly(nobody + ": does k8s.io/ingress-nginx, the controller of IngressClass nginx, run?");
        assertThat(reasons(ingress(spec, "") + READY + CLASS))
                .containsExactly(
                        nobody + ", and it names no class: only a controller that takes every Ingress takes this one");
        String old = "namespace: default, annotations: {kubernetes.io/ingress.class: traefik}";
        assertThat(reasons(ingress(spec, "").replace("namespace: default", old) + READY))
                .containsExactly(nobody + ": does one for the class traefik run?");
    }

    @Test
    @DisplayName("B31.13 a backend that is no Service is the controller's matter")
    void resource() {
        assertThat(reasons(taken("{resource: {apiGroup: a.io, kind: Bucket, name: b}}")))
                .containsExactly(
                        "default backend: Bucket b is no Service: what it leads to is the controller's matter");
    }

    @Test
    @DisplayName("B31.13 in a cluster: first the backend, then the controller")
    void inACluster() {
        try (KubeCluster cluster = KubeCluster.builder().mode(Mode.VIRTUAL).start()) {
            String chosen = "annotations: {ingressclass.kubernetes.io/is-default-class: \"true\"}";
            cluster.apply(CLASS.replace("name: nginx", "name: nginx, " + chosen));
            cluster.apply(ingress("defaultBackend: " + WEB, ""));
            cluster.settle();
            assertThat(cluster.explain("ingress", "default", "i"))
                    .startsWith("ingress default/i\n")
                    .contains("  default backend: Service web does not exist; default has kubernetes\n");
            cluster.apply("""
                    {apiVersion: v1, kind: Service, metadata: {name: web},
                     spec: {selector: {app: web}, ports: [{port: 80}]}}
                    ---
                    {apiVersion: v1, kind: Pod, metadata: {name: web, labels: {app: web}},
                     spec: {containers: [{name: web, image: nginx}]}}
                    """);
            cluster.settle();
            assertThat(cluster.explain("ingress", "default", "i"))
                    .contains(
                            "no controller has written its status.loadBalancer: does k8s.io/ingress-nginx, the controller"
                                    + " of IngressClass nginx, run?")
                    .doesNotContain("default backend");
        }
    }
}
