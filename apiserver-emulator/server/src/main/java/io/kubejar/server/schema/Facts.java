package io.kubejar.server.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The facts of one schema while it is built; afterwards only read, through {@link Schema}. */
final class Facts {
    Schema.Kind kind = Schema.Kind.ANY;
    String name = "";
    Map<String, Schema> properties = Map.of();

    @Nullable
    Schema items;

    @Nullable
    Schema values;

    List<String> required = List.of();
    String format = "";
    List<String> enumValues = List.of();

    @Nullable
    JsonNode defaultValue;

    boolean nullable;
    /** The JSON type where the kind does not tell it; "" elsewhere. */
    String declaredType = "";

    boolean preserveUnknown;
    boolean embeddedResource;

    @Nullable
    String mergeKey;

    List<String> patchStrategies = List.of();

    @Nullable
    String listType;

    List<String> listMapKeys = List.of();

    @Nullable
    String mapType;
    /** {@code x-kubernetes-unions}. */
    @Nullable
    JsonNode unions;

    @Nullable
    JsonNode source;

    /** Go: a pointer, so that null and the zero value differ. */
    boolean pointer;
    /** Go: the field has no {@code omitempty}. */
    boolean alwaysWritten;
    /** Go: the field has {@code omitzero}. */
    boolean omitZero;
    /** Go: the type as its error messages print it. */
    String goType = "";
    /** Go: the path of embedded structs that declare the field, with a dot at its end; usually "". */
    String embedded = "";

    /** Protobuf: the numbers that lead to the field, more than one where Go embeds a struct; empty when it has none. */
    int[] protoPath = {};
    /** Protobuf: the innermost list is a message of its own. */
    boolean protoWrapped;

    private @Nullable ProtoFields protoFields;
    private @Nullable List<Map.Entry<String, Schema>> written;

    /** The fields by their protobuf numbers. */
    ProtoFields protoFields() {
        ProtoFields out = protoFields;
        if (out == null) {
            out = ProtoFields.of(properties);
            protoFields = out;
        }
        return out;
    }

    /** The fields that an encoder writes even when nothing was given. */
    List<Map.Entry<String, Schema>> writtenFields() {
        List<Map.Entry<String, Schema>> out = written;
        if (out == null) {
            out = new ArrayList<>();
            for (Map.Entry<String, Schema> field : properties.entrySet()) {
                Facts place = field.getValue().facts();
                if (place.alwaysWritten || (!place.pointer && !place.omitZero && isStruct(field.getValue()))) {
                    out.add(field);
                }
            }
            written = List.copyOf(out);
        }
        return out;
    }

    /** Whether Go's {@code omitempty} has no effect, because the value is a struct. */
    private static boolean isStruct(Schema field) {
        return switch (field.kind()) {
            case OBJECT, INT_OR_STRING, QUANTITY, TIME, MICRO_TIME -> true;
            case ANY -> !field.name().isEmpty();
            default -> false;
        };
    }

    String jsonType() {
        return switch (kind) {
            case OBJECT, MAP -> "object";
            case LIST -> "array";
            case STRING, BYTES, TIME, MICRO_TIME, QUANTITY, INT_OR_STRING -> "string";
            case INTEGER -> "integer";
            case NUMBER -> "number";
            case BOOLEAN -> "boolean";
            case ANY -> declaredType;
        };
    }
}
