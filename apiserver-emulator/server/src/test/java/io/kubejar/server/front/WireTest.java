package io.kubejar.server.front;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.schema.ProtobufDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WireTest {
    private static final MediaType PROTOBUF = MediaType.parse("application/vnd.kubernetes.protobuf");
    private static final JsonNode OBJECT =
            Json.parse("{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"a\"},\"data\":{}}");

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    @Test
    void jsonEndsItsLine() {
        assertThat(text(Wire.body(OBJECT, MediaType.JSON, false))).isEqualTo(OBJECT + "\n");
    }

    @Test
    void prettyJsonIsIndentedAsInGo() {
        JsonNode tree = Json.parse("{\"a\":{\"b\":[1,{}],\"c\":[]}}");
        assertThat(text(Wire.body(tree, MediaType.JSON, true)))
                .isEqualTo("{\n  \"a\": {\n    \"b\": [\n      1,\n      {}\n    ],\n    \"c\": []\n  }\n}");
    }

    @Test
    void jsonEventsAreLines() {
        byte[] event = Wire.event("ADDED", OBJECT, MediaType.JSON);
        assertThat(text(Wire.framed(event, MediaType.JSON)))
                .isEqualTo("{\"type\":\"ADDED\",\"object\":" + OBJECT + "}\n");
    }

    /** Upstream: a WatchEvent whose RawExtension holds the object with its envelope, after four bytes of length. */
    @Test
    void protobufEventsAreFramesWithAnObjectInItsEnvelope() {
        byte[] frame = Wire.framed(Wire.event("ADDED", OBJECT, PROTOBUF), PROTOBUF);
        ByteBuffer in = ByteBuffer.wrap(frame);
        assertThat(in.getInt()).isEqualTo(frame.length - 4);
        byte[] type = new byte[7];
        in.get(type);
        assertThat(type).isEqualTo(new byte[] {0x0A, 5, 'A', 'D', 'D', 'E', 'D'});
        assertThat(in.get()).isEqualTo((byte) 0x12);
        assertThat((int) in.get()).isEqualTo(in.remaining());
        assertThat(in.get()).isEqualTo((byte) 0x0A);
        assertThat((int) in.get()).isEqualTo(in.remaining());
        byte[] object = Arrays.copyOfRange(frame, in.position(), frame.length);
        assertThat(ProtobufDecoder.decode(object)
                        .tree()
                        .path("metadata")
                        .path("name")
                        .asText())
                .isEqualTo("a");
    }

    /** PartialObjectMetadata{metadata = 1}, its list {metadata = 1, items = 2}. */
    @Test
    void metadataAloneHasItsForm() {
        JsonNode partial = Json.parse("{\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\"meta.k8s.io/v1\","
                + "\"metadata\":{\"name\":\"a\"}}");
        assertThat(text(Wire.body(partial, PROTOBUF, false)))
                .startsWith("k8s\0")
                .contains("\u0012\u0005\n\u0003\n\u0001a\u001a\0\"\0");
        JsonNode list = Json.parse("{\"kind\":\"PartialObjectMetadataList\",\"apiVersion\":\"meta.k8s.io/v1\","
                + "\"metadata\":{\"resourceVersion\":\"7\"},\"items\":[{\"metadata\":{\"name\":\"a\"}}]}");
        assertThat(text(Wire.body(list, PROTOBUF, false)))
                .contains("\u0012\u000c\n\u0003\u0012\u00017\u0012\u0005\n\u0003\n\u0001a");
    }
}
