package io.kubejar.server.front;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.schema.ProtoWriter;
import io.kubejar.server.schema.ProtobufEncoder;
import io.kubejar.server.yaml.Yaml;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes of answers and of events in every form that is served. */
final class Wire {
    /** Made when somebody wants it, which programs do not. */
    private static final class Indented {
        /** As Go's json.MarshalIndent writes it with two blanks. */
        static final ObjectWriter WRITER = Json.mapper()
                .writer(new DefaultPrettyPrinter(Separators.createDefaultInstance()
                                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                                .withObjectEmptySeparator("")
                                .withArrayEmptySeparator(""))
                        .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                        .withArrayIndenter(new DefaultIndenter("  ", "\n")));
    }

    private static final byte[] TYPE = "{\"type\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OBJECT = "\",\"object\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "}\n".getBytes(StandardCharsets.US_ASCII);

    private Wire() {}

    /**
     * An object, list or Status as an answer's body.
     *
     * @param pretty whether JSON is indented for a human
     */
    static byte[] body(JsonNode tree, MediaType type, boolean pretty) {
        if (type.isYaml()) {
            return Yaml.print(tree).getBytes(StandardCharsets.UTF_8);
        }
        if (type.isProtobuf()) {
            return ProtobufEncoder.encode((ObjectNode) tree);
        }
        if (pretty) {
            return indented(tree);
        }
        return line(Json.bytes(tree));
    }

    /** JSON as an answer's body. */
    static byte[] line(byte[] json) {
        byte[] out = Arrays.copyOf(json, json.length + 1);
        out[json.length] = '\n';
        return out;
    }

    private static byte[] indented(JsonNode tree) {
        try {
            return Indented.WRITER.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An event of a watch. Upstream: metav1.WatchEvent; in protobuf its object is wrapped as an answer would be. */
    static byte[] event(String type, JsonNode object, MediaType form) {
        if (form.isProtobuf()) {
            byte[] inner = ProtobufEncoder.encode((ObjectNode) object);
            ProtoWriter out = new ProtoWriter();
            out.text(1, type);
            out.message(2, raw -> raw.bytes(1, inner));
            return out.bytes();
        }
        return jsonEvent(type, Json.bytes(object));
    }

    /** An event whose object is JSON already. */
    static byte[] jsonEvent(String type, byte[] json) {
        return joined(TYPE, type.getBytes(StandardCharsets.US_ASCII), OBJECT, json, END);
    }

    /** An event as a part of a longer stream: JSON ends itself, a message is preceded by its length. Upstream: framer. */
    static byte[] framed(byte[] event, MediaType form) {
        if (!form.isProtobuf()) {
            return event;
        }
        int n = event.length;
        byte[] length = {(byte) (n >>> 24), (byte) (n >>> 16), (byte) (n >>> 8), (byte) n};
        return joined(length, event);
    }

    private static byte[] joined(byte[]... parts) {
        int size = 0;
        for (byte[] part : parts) {
            size += part.length;
        }
        byte[] out = new byte[size];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, out, at, part.length);
            at += part.length;
        }
        return out;
    }
}
