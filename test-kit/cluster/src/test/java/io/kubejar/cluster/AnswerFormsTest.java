package io.kubejar.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.remote.ClientTls;
import io.kubejar.server.remote.KubeconfigReader;
import io.kubejar.server.remote.Remote;
import io.kubejar.server.schema.ProtobufDecoder;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server answers over HTTPS to those who ask for another form than JSON. */
class AnswerFormsTest {
    private static final String PROTOBUF = "application/vnd.kubernetes.protobuf";

    private static KubeCluster cluster;
    private static Remote remote;
    private static HttpClient http;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        cluster = KubeCluster.builder().nodes(0).port(0).start();
        Path kubeconfig = folder.resolve("kubeconfig");
        Files.writeString(kubeconfig, cluster.kubeconfig());
        remote = KubeconfigReader.read(kubeconfig);
        http = HttpClient.newBuilder()
                .sslContext(ClientTls.context(remote.authorities(), remote.identity()))
                .build();
        cluster.apply(
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: default}, data: {'on': 'yes'}}");
    }

    @AfterAll
    static void stop() {
        assertThat(cluster.faults()).isEmpty();
        cluster.close();
    }

    private static HttpRequest request(String path, String accept) {
        HttpRequest.Builder out =
                HttpRequest.newBuilder(URI.create(remote.server() + path)).header("Accept", accept);
        if (!remote.token().isEmpty()) {
            out.header("Authorization", "Bearer " + remote.token());
        }
        return out.build();
    }

    private static HttpResponse<byte[]> get(String path, String accept) throws Exception {
        return http.send(request(path, accept), BodyHandlers.ofByteArray());
    }

    private static String type(HttpResponse<?> answer) {
        return answer.headers().firstValue("Content-Type").orElse("");
    }

    @Test
    void objectsListsAndFailuresInProtobuf() throws Exception {
        HttpResponse<byte[]> one = get("/api/v1/namespaces/default/configmaps/a", PROTOBUF);
        assertThat(type(one)).isEqualTo(PROTOBUF);
        assertThat(ProtobufDecoder.decode(one.body()).tree().at("/data/on").asText())
                .isEqualTo("yes");
        JsonNode list = ProtobufDecoder.decode(
                        get("/api/v1/namespaces/default/configmaps", PROTOBUF).body())
                .tree();
        assertThat(list.path("kind").asText()).isEqualTo("ConfigMapList");
        assertThat(list.at("/items/0/metadata/name").asText()).isEqualTo("a");
        HttpResponse<byte[]> missing = get("/api/v1/namespaces/default/configmaps/missing", PROTOBUF);
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(ProtobufDecoder.decode(missing.body()).tree().path("reason").asText())
                .isEqualTo("NotFound");
    }

    @Test
    void aWatchInProtobuf() throws Exception {
        String path = "/api/v1/namespaces/default/configmaps?watch=1&fieldSelector=metadata.name=a";
        HttpResponse<InputStream> answer = http.send(request(path, PROTOBUF), BodyHandlers.ofInputStream());
        assertThat(type(answer)).isEqualTo(PROTOBUF + ";stream=watch");
        try (DataInputStream in = new DataInputStream(answer.body())) {
            String event = new String(in.readNBytes(in.readInt()), UTF_8);
            assertThat(event).contains("ADDED").contains("k8s\0").contains("ConfigMap");
        }
    }

    @Test
    void customResourcesHaveNoProtobuf() throws Exception {
        cluster.apply("""
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: forms.example.com}
                spec:
                  group: example.com
                  scope: Namespaced
                  names: {plural: forms, kind: Form}
                  versions:
                  - name: v1
                    served: true
                    storage: true
                    schema: {openAPIV3Schema: {type: object, x-kubernetes-validations: [{rule: 'true'}]}}
                """);
        cluster.settle();
        String path = "/apis/example.com/v1/namespaces/default/forms";
        assertThat(get(path, PROTOBUF).statusCode()).isEqualTo(406);
        assertThat(type(get(path, PROTOBUF + ", application/json"))).isEqualTo("application/json");
        assertThat(get(path, PROTOBUF + ";as=PartialObjectMetadataList;v=v1;g=meta.k8s.io")
                        .statusCode())
                .isEqualTo(200);
        assertThat(get("/apis/example.com/v2/forms", "*/*").body()).isEqualTo("404 page not found\n".getBytes(UTF_8));
    }

    @Test
    void yamlIsThatOfKubectl() throws Exception {
        HttpResponse<byte[]> answer = get("/api/v1/namespaces/default/configmaps/a", "application/yaml");
        assertThat(type(answer)).isEqualTo("application/yaml");
        assertThat(new String(answer.body(), UTF_8))
                .startsWith("apiVersion: v1\ndata:\n  \"on\": \"yes\"\nkind: ConfigMap\n");
    }

    @Test
    void eventsAreTheSameObjectsInBothForms() throws Exception {
        cluster.apply("""
                apiVersion: v1
                kind: Event
                metadata: {name: e, namespace: default}
                involvedObject: {kind: Pod, name: p, namespace: default}
                message: hello
                """);
        JsonNode newer = Json.parse(
                get("/apis/events.k8s.io/v1/namespaces/default/events/e", "*/*").body());
        assertThat(newer.path("apiVersion").asText()).isEqualTo("events.k8s.io/v1");
        assertThat(newer.path("note").asText()).isEqualTo("hello");
        JsonNode found = Json.parse(get("/apis/events.k8s.io/v1/events?fieldSelector=regarding.name=p", "*/*")
                .body());
        assertThat(found.at("/items/0/regarding/kind").asText()).isEqualTo("Pod");
    }
}
