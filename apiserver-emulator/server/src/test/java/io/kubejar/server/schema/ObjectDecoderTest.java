package io.kubejar.server.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectDecoderTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            v1 Pod| {"spec":{"containers":{"name":"c"}}}| json: cannot unmarshal object into Go struct field PodSpec.spec.containers of type []v1.Container
            v1 Pod| {"spec":{"containers":[{"ports":[{"containerPort":"80"}]}]}}| json: cannot unmarshal string into Go struct field ContainerPort.spec.containers.ports.containerPort of type int32
            v1 Pod| {"spec":{"hostNetwork":"yes"}}| json: cannot unmarshal string into Go struct field PodSpec.spec.hostNetwork of type bool
            v1 Pod| {"spec":{"restartPolicy":5}}| json: cannot unmarshal number into Go struct field PodSpec.spec.restartPolicy of type v1.RestartPolicy
            v1 Pod| {"spec":{"volumes":[{"emptyDir":1}]}}| json: cannot unmarshal number into Go struct field Volume.spec.volumes.VolumeSource.emptyDir of type v1.EmptyDirVolumeSource
            v1 Pod| {"spec":{"containers":[{"resources":{"limits":{"cpu":"abc"}}}]}}| quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'
            v1 Pod| {"metadata":{"uid":1}}| json: cannot unmarshal number into Go struct field ObjectMeta.metadata.uid of type types.UID
            v1 Pod| {"spec":{"terminationGracePeriodSeconds":1.5}}| json: cannot unmarshal number 1.5 into Go struct field PodSpec.spec.terminationGracePeriodSeconds of type int64
            v1 Service| {"spec":{"ports":[{"targetPort":true}]}}| json: cannot unmarshal bool into Go struct field ServicePort.spec.ports.targetPort of type int32
            v1 ConfigMap| {"data":[]}| json: cannot unmarshal array into Go struct field ConfigMap.data of type map[string]string
            apps/v1 Deployment| {"spec":{"replicas":"3"}}| json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32
            apps/v1 Deployment| {"spec":{"replicas":3000000000}}| json: cannot unmarshal number 3000000000 into Go struct field DeploymentSpec.spec.replicas of type int32
            v1 DeleteOptions| {"gracePeriodSeconds":"x"}| json: cannot unmarshal string into Go struct field DeleteOptions.gracePeriodSeconds of type int64
            coordination.k8s.io/v1 Lease| {"spec":{"renewTime":"2024-01-01T00:00:00Z"}}| parsing time "2024-01-01T00:00:00Z" as "2006-01-02T15:04:05.000000Z07:00": cannot parse "Z" as ".000000"
            """)
    void wrongTypesAreNamedAsGoNamesThem(String kind, String json, String words) {
        assertThatThrownBy(() -> decode(kind, json))
                .isInstanceOf(DecodingException.class)
                .hasMessage(words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            v1 Pod| {"spec":{"containers":[{"name":"c","image":"","env":[]}],"hostNetwork":false,"nodeSelector":{}}}| {"metadata":{},"spec":{"containers":[{"name":"c","resources":{}}]},"status":{}}
            v1 Pod| {"metadata":{"creationTimestamp":null,"labels":{"a":null}},"spec":{"securityContext":{}}}| {"metadata":{"labels":{"a":""}},"spec":{"containers":null,"securityContext":{}},"status":{}}
            v1 Pod| {"status":{"conditions":[{"type":"Ready","status":"True"}]}}| {"metadata":{},"spec":{"containers":null},"status":{"conditions":[{"type":"Ready","status":"True","lastProbeTime":null,"lastTransitionTime":null}]}}
            apps/v1 Deployment| {"spec":{"replicas":0,"paused":false}}| {"metadata":{},"spec":{"replicas":0,"selector":null,"template":{"metadata":{},"spec":{"containers":null}},"strategy":{}},"status":{}}
            rbac.authorization.k8s.io/v1 ClusterRole| {"rules":[]}| {"metadata":{},"rules":null}
            v1 LimitRange| {"spec":{"limits":[{"type":"Pod","max":{"cpu":0.5,"memory":"1024Mi"}}]}}| {"metadata":{},"spec":{"limits":[{"type":"Pod","max":{"cpu":"500m","memory":"1Gi"}}]}}
            v1 Event| {"firstTimestamp":"2024-05-01T12:00:00.5+02:00"}| {"metadata":{},"involvedObject":{},"source":{},"firstTimestamp":"2024-05-01T10:00:00Z","lastTimestamp":null,"eventTime":null,"reportingComponent":"","reportingInstance":""}
            v1 Service| {"spec":{"ports":[{"port":80}]}}| {"metadata":{},"spec":{"ports":[{"port":80,"targetPort":0}]},"status":{"loadBalancer":{}}}
            """)
    void valuesAreWrittenAgainAsGoWritesThem(String kind, String json, String expected) {
        assertThat(decode(kind, json).tree()).isEqualTo(Json.parse(expected));
    }

    @Test
    void unknownFieldsAreDroppedAndNamedWithTheirIndex() {
        Decoded decoded = decode(
                "v1 Pod",
                "{\"spec\":{\"containers\":[{\"name\":\"a\"},{\"bar\":1,\"env\":[{\"valu\":1}]}],\"Volumes\":[]}}");
        assertThat(decoded.warnings())
                .containsExactly(
                        "unknown field \"spec.containers[1].bar\"",
                        "unknown field \"spec.containers[1].env[0].valu\"",
                        "unknown field \"spec.Volumes\"");
        assertThat(decoded.tree().path("spec").has("Volumes")).isFalse();
    }

    @Test
    void theLastOfDuplicateFieldsCountsAndMapsAreMerged() {
        Decoded decoded = decode(
                "v1 ConfigMap", "{\"data\":{\"a\":\"x\"},\"immutable\":true,\"data\":{\"b\":\"y\",\"b\":\"z\"}}");
        assertThat(decoded.warnings()).contains("duplicate field \"data\"");
        assertThat(decoded.tree().path("data")).isEqualTo(Json.parse("{\"a\":\"x\",\"b\":\"z\"}"));
    }

    @Test
    void theGivenTreeIsNotChanged() {
        ObjectNode tree = (ObjectNode) Json.parse("{\"spec\":{\"nope\":1,\"containers\":[]}}");
        ObjectNode copy = tree.deepCopy();
        ObjectDecoder.normalize(tree, Objects.requireNonNull(Schemas.of(Gvk.of("v1", "Pod"))));
        assertThat(tree).isEqualTo(copy);
    }

    private static Decoded decode(String kind, String json) {
        String[] words = kind.split(" ");
        Schema schema = Objects.requireNonNull(Schemas.of(Gvk.of(words[0], words[1])));
        return ObjectDecoder.decode(RawObject.parse(json.getBytes(StandardCharsets.UTF_8)), schema, Strictness.WARN);
    }
}
