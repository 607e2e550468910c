package io.kubejar.core.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ApiObjectTest {
    private static final String POD = """
            {"apiVersion": "v1", "kind": "Pod",
             "metadata": {
               "name": "web-0", "namespace": "shop", "uid": "u1", "resourceVersion": "42", "generation": 3,
               "labels": {"b": "2", "a": "1"}, "annotations": {"note": "x"}, "finalizers": ["f"],
               "creationTimestamp": "2026-01-01T00:00:00Z",
               "ownerReferences": [
                 {"apiVersion": "v1", "kind": "ConfigMap", "name": "other", "uid": "u2"},
                 {"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "web", "uid": "u3", "controller": true}]},
             "spec": {"nodeName": "n1"}, "status": {"phase": "Running"}}""";

    private final ApiObject pod = ApiObject.ofJson(POD);

    @Test
    @DisplayName("the accessors read what their fields say")
    void accessorsReadTheirFields() {
        assertThat(pod.gvk()).isEqualTo(new Gvk("", "v1", "Pod"));
        assertThat(pod.key()).isEqualTo(new ObjectKey("shop", "web-0"));
        assertThat(pod.uid()).isEqualTo("u1");
        assertThat(pod.revision()).isEqualTo(42);
        assertThat(pod.generation()).isEqualTo(3);
        assertThat(pod.labels()).containsExactly(Map.entry("b", "2"), Map.entry("a", "1"));
        assertThat(pod.label("a")).isEqualTo("1");
        assertThat(pod.label("c")).isNull();
        assertThat(pod.annotation("note")).isEqualTo("x");
        assertThat(pod.finalizers()).containsExactly("f");
        assertThat(pod.created()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(pod.deletionTimestamp()).isNull();
        assertThat(pod.isTerminating()).isFalse();
        assertThat(pod.at("spec", "nodeName").textValue()).isEqualTo("n1");
        assertThat(pod.status().path("phase").textValue()).isEqualTo("Running");
    }

    @Test
    @DisplayName("the controller is the one owner that says so")
    void theControllerIsTheOneOwnerThatSaysSo() {
        OwnerReference controller = pod.controller();
        assertThat(controller).isEqualTo(new OwnerReference("apps/v1", "ReplicaSet", "web", "u3", true, false));
        assertThat(pod.ownerReferences()).hasSize(2);
        assertThat(pod.isControlledBy("u3")).isTrue();
        assertThat(pod.isControlledBy("u2")).isFalse();
    }

    @Test
    @DisplayName("what is missing reads as empty")
    void whatIsMissingReadsAsEmpty() {
        ApiObject empty = ApiObject.ofJson("{}");
        assertThat(empty.apiVersion()).isEmpty();
        assertThat(empty.kind()).isEmpty();
        assertThat(empty.key()).isEqualTo(new ObjectKey("", ""));
        assertThat(empty.revision()).isZero();
        assertThat(empty.labels()).isEmpty();
        assertThat(empty.finalizers()).isEmpty();
        assertThat(empty.ownerReferences()).isEmpty();
        assertThat(empty.controller()).isNull();
        assertThat(empty.created()).isNull();
        assertThat(empty.spec().isMissingNode()).isTrue();
    }

    @Test
    @DisplayName("an edit makes a new object and leaves the old one alone")
    void anEditMakesANewObject() {
        ApiObject edited = pod.edit(tree -> Json.child(tree, "spec").put("nodeName", "n2"));
        assertThat(edited.at("spec", "nodeName").textValue()).isEqualTo("n2");
        assertThat(pod.at("spec", "nodeName").textValue()).isEqualTo("n1");
        assertThat(edited).isNotEqualTo(pod);
    }

    @Test
    @DisplayName("another status shares everything else")
    void anotherStatusSharesEverythingElse() {
        ApiObject other = pod.withStatus(Json.object().put("phase", "Failed"));
        assertThat(other.status().path("phase").textValue()).isEqualTo("Failed");
        assertThat(pod.status().path("phase").textValue()).isEqualTo("Running");
        assertThat(other.spec()).isSameAs(pod.spec());
    }

    @Test
    @DisplayName("bytes are parsed once and kept, a tree is written once and kept")
    void bytesAndTreeAreKept() {
        byte[] bytes = "{\"kind\":\"Pod\"}".getBytes(StandardCharsets.UTF_8);
        ApiObject read = ApiObject.ofJson(bytes);
        assertThat(read.json()).isSameAs(bytes);
        assertThat(read.tree()).isSameAs(read.tree());
        ApiObject made = ApiObject.of(Json.object().put("kind", "Pod"));
        assertThat(made.json()).isEqualTo(bytes).isSameAs(made.json());
        assertThat(made).isEqualTo(read).hasSameHashCodeAs(read);
    }

    @Test
    @DisplayName("a new object has its kind and name, and a namespace when it is in one")
    void aNewObjectHasItsKindAndName() {
        ApiObject node = ApiObject.of(new Gvk("", "v1", "Node"), "", "n1");
        assertThat(Json.string(node.tree()))
                .isEqualTo("{\"apiVersion\":\"v1\",\"kind\":\"Node\",\"metadata\":{\"name\":\"n1\"}}");
        ApiObject deployment = ApiObject.of(new Gvk("apps", "v1", "Deployment"), "shop", "web");
        assertThat(deployment.apiVersion()).isEqualTo("apps/v1");
        assertThat(deployment.namespace()).isEqualTo("shop");
    }

    @Test
    @DisplayName("an object that controls others is named in their reference")
    void aControllerIsNamedInItsReference() {
        OwnerReference reference = OwnerReference.controllerOf(pod);
        assertThat(Json.string(reference.toJson()))
                .isEqualTo("{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"name\":\"web-0\",\"uid\":\"u1\","
                        + "\"controller\":true,\"blockOwnerDeletion\":true}");
        assertThat(OwnerReference.of(reference.toJson())).isEqualTo(reference);
    }

    @Test
    @DisplayName("what is no JSON is refused, also what comes after the end and what is too deep")
    void whatIsNoJsonIsRefused() {
        String deep = "[".repeat(Json.MAX_DEPTH + 1) + "]".repeat(Json.MAX_DEPTH + 1);
        for (String text : new String[] {"{", "{} {}", deep}) {
            assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(UncheckedIOException.class);
        }
    }
}
