package io.kubejar.server.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.kinds.Kinds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldSelectorTest {
    private static ResourceDef def(String resource) {
        return Kinds.all().stream()
                .filter(d -> d.resource().groupResource().equals(resource))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "pods, spec.nodeName",
        "pods, spec.host",
        "pods, status.podIPs",
        "clusterroles.rbac.authorization.k8s.io, metadata.namespace",
        "jobs.batch, status.successful",
    })
    void knownFields(String resource, String field) {
        assertThatCode(() -> FieldSelector.parse(field + "=x").check(def(resource)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "configmaps|data.a|\"data.a\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"",
                "replicasets.apps|status.replicas|\"status.replicas\" is not a known field selector: only"
                        + " \"metadata.name\", \"metadata.namespace\"",
                "pods|metadata.uid|field label not supported: metadata.uid",
                "namespaces|metadata.namespace|field label not supported: metadata.namespace",
                "jobs.batch|spec.x|field label \"spec.x\" not supported for Job"
            })
    void unknownFields(String resource, String field, String message) {
        assertThatThrownBy(() -> FieldSelector.parse(field + "=x").check(def(resource)))
                .hasMessage(message);
    }

    @Test
    void aTermWithoutFieldAndValueSaysNothing() {
        assertThat(FieldSelector.parse("=").isEverything()).isTrue();
        assertThat(FieldSelector.parse(",!=,").isEverything()).isTrue();
    }

    @Test
    void whatLiesOutsideOfNamespacesHasNone() {
        ObjectNode role = Json.object();
        ResourceDef roles = def("clusterroles.rbac.authorization.k8s.io");
        assertThat(FieldSelector.parse("metadata.namespace=x").matches(role, roles))
                .isFalse();
        assertThat(FieldSelector.parse("metadata.namespace!=x").matches(role, roles))
                .isTrue();
    }
}
