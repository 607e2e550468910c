package io.kubejar.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.ListOptions;
import io.kubejar.core.client.Patch;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A definition of one's own, from its first to its last object. */
class CustomResourceTest {
    private static final String DEFINITION = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: PLURAL.example.com}
            spec:
              group: example.com
              scope: Namespaced
              names: {plural: PLURAL, kind: KIND, shortNames: [SHORT]}
              versions:
              - name: v1
                served: true
                storage: true
                subresources:
                  status: {}
                  scale: {specReplicasPath: .spec.size, statusReplicasPath: .status.size}
                schema:
                  openAPIV3Schema:
                    type: object
                    properties:
                      spec:
                        type: object
                        properties:
                          size: {type: integer, minimum: 1, default: 2}
                          color: {type: string, enum: [red, blue]}
                      status:
                        type: object
                        properties: {size: {type: integer}}
              - name: v1beta1
                served: true
                storage: false
                schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
            """;

    private static KubeCluster cluster;

    @BeforeAll
    static void start() {
        cluster = KubeCluster.start();
    }

    @AfterAll
    static void stop() {
        assertThat(cluster.faults()).isEmpty();
        cluster.close();
    }

    private static ApiObject define(String plural, String kind, String shortName) {
        cluster.apply(DEFINITION.replace("PLURAL", plural).replace("KIND", kind).replace("SHORT", shortName));
        cluster.settle();
        return cluster.get("crd", "", plural + ".example.com");
    }

    private static ResourceRef object(String plural, String name) {
        return ResourceRef.of(new Gvr("example.com", "v1", plural), "default", name);
    }

    private static void apply(String kind, String name, String spec) {
        cluster.apply("{apiVersion: example.com/v1, kind: " + kind + ", metadata: {name: " + name
                + ", namespace: default}, spec: " + spec + "}");
    }

    @Test
    void definitionIsEstablishedAndServedInAllItsVersions() {
        ApiObject crd = define("foos", "Foo", "fo");
        assertThat(Json.strings(crd.at("status", "storedVersions"))).containsExactly("v1");
        assertThat(crd.at("status", "acceptedNames", "listKind").asText()).isEqualTo("FooList");
        assertThat(crd.at("status", "conditions").findValuesAsText("reason"))
                .containsExactly("NoConflicts", "InitialNamesAccepted");
        apply("Foo", "a", "{color: red}");
        assertThat(cluster.get("fo", "default", "a").at("spec", "size").asInt()).isEqualTo(2);
        ApiObject other =
                cluster.client().get(ResourceRef.of(new Gvr("example.com", "v1beta1", "foos"), "default", "a"));
        assertThat(other.apiVersion()).isEqualTo("example.com/v1beta1");
    }

    @Test
    void statusAndScaleAreSubresources() {
        define("bars", "Bar", "ba");
        apply("Bar", "a", "{color: red}");
        ApiClient client = cluster.client();
        ApiObject patched = client.patch(
                object("bars", "a").sub("status"),
                new Patch(Patch.Type.MERGE, Json.parse("{\"spec\":{\"color\":\"blue\"},\"status\":{\"size\":5}}")),
                WriteOptions.NONE);
        assertThat(patched.at("spec", "color").asText()).isEqualTo("red");
        assertThat(patched.at("status", "size").asInt()).isEqualTo(5);
        assertThat(patched.generation()).isEqualTo(1);
        ApiObject scale = client.patch(
                object("bars", "a").sub("scale"),
                new Patch(Patch.Type.MERGE, Json.parse("{\"spec\":{\"replicas\":7}}")),
                WriteOptions.NONE);
        assertThat(scale.at("status", "replicas").asInt()).isEqualTo(5);
        ApiObject scaled = client.get(object("bars", "a"));
        assertThat(scaled.at("spec", "size").asInt()).isEqualTo(7);
        assertThat(scaled.generation()).isEqualTo(2);
    }

    @Test
    void updateMustNameItsVersion() {
        define("quxes", "Qux", "qu");
        apply("Qux", "a", "{color: red}");
        ApiObject bare = cluster.get("quxes", "default", "a")
                .edit(o -> ((ObjectNode) o.get("metadata")).remove("resourceVersion"));
        assertThatThrownBy(() -> cluster.client().update(object("quxes", "a"), bare, WriteOptions.NONE))
                .hasMessage("quxes.example.com \"a\" is invalid: metadata.resourceVersion: Invalid value: 0: must be"
                        + " specified for an update");
    }

    @Test
    void valuesAreCheckedAgainstTheSchema() {
        define("checks", "Check", "ck");
        assertThatThrownBy(() -> apply("Check", "a", "{size: 0, color: green}"))
                .hasMessageStartingWith("Check.example.com \"a\" is invalid: [")
                .hasMessageContaining("spec.color: Unsupported value: \"green\": supported values: \"red\", \"blue\"")
                .hasMessageContaining(
                        "spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1");
    }

    @Test
    void takenNamesAreNotAccepted() {
        define("ones", "One", "oe");
        ApiObject second = define("others", "One", "ot");
        assertThat(second.at("status", "conditions").findValuesAsText("message"))
                .containsExactly("\"OneList\" is already in use", "not all names are accepted");
        cluster.delete("crd", "", "ones.example.com");
        cluster.settle();
        assertThat(cluster.get("crd", "", "others.example.com")
                        .at("status", "conditions")
                        .findValuesAsText("status"))
                .containsExactly("True", "True");
    }

    @Test
    void deletedDefinitionTakesItsObjectsAlongAndIsServedNoMore() {
        define("bazes", "Baz", "bz");
        apply("Baz", "a", "{color: red}");
        cluster.delete("crd", "", "bazes.example.com");
        cluster.settle();
        ResourceRef all = ResourceRef.of(new Gvr("example.com", "v1", "bazes"), "default");
        assertThatThrownBy(() -> cluster.client().list(all, ListOptions.ALL))
                .hasMessage("the server could not find the requested resource");
        assertThat(cluster.client()
                        .list(ResourceRef.of(Resources.CUSTOM_RESOURCE_DEFINITIONS), ListOptions.ALL)
                        .items())
                .noneMatch(crd -> crd.name().startsWith("bazes"));
        define("bazes", "Baz", "bz");
        assertThat(cluster.list("bazes", "default")).isEmpty();
    }
}
