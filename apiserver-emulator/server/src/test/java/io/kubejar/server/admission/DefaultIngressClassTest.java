package io.kubejar.server.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefaultIngressClassTest {
    private static ApiObject ingressClass(String name, String isDefault, String created) {
        return ApiObject.ofJson(("{'metadata':{'name':'" + name + "','creationTimestamp':'" + created
                        + "','annotations':{'ingressclass.kubernetes.io/is-default-class':'" + isDefault + "'}}}")
                .replace('\'', '"'));
    }

    private static final List<ApiObject> CLASSES = List.of(
            ingressClass("old", "true", "2026-01-01T00:00:00Z"),
            ingressClass("c", "true", "2026-01-02T00:00:00Z"),
            ingressClass("b", "true", "2026-01-02T00:00:00Z"),
            ingressClass("other", "false", "2026-01-03T00:00:00Z"));

    private static String chosen(String metadata, String spec, List<ApiObject> classes) {
        AdmissionRequest request = Requests.create(
                Resources.INGRESSES,
                "{'metadata':{'name':'a','namespace':'ns'" + metadata + "},'spec':{" + spec + "}}");
        new DefaultIngressClass(() -> classes).mutate(request);
        return Json.textOr(Objects.requireNonNull(request.object()), "none", "spec", "ingressClassName");
    }

    @Test
    void theNewestDefaultIsTakenAndOfEqualOnesTheFirst() {
        assertThat(chosen("", "", CLASSES)).isEqualTo("b");
        assertThat(chosen("", "", CLASSES.subList(0, 1))).isEqualTo("old");
        assertThat(chosen("", "", CLASSES.subList(3, 4))).isEqualTo("none");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {"|'ingressClassName':'mine'|mine", ",'annotations':{'kubernetes.io/ingress.class':''}||none"})
    void whoAsksKeepsIt(String metadata, String spec, String expected) {
        assertThat(chosen(metadata == null ? "" : metadata, spec == null ? "" : spec, CLASSES))
                .isEqualTo(expected);
    }
}
