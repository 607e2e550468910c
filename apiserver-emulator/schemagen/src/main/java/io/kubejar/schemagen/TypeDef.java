package io.kubejar.schemagen;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One named type while it is put together. */
final class TypeDef {
    /** The whole definition name, for example {@code io.k8s.api.core.v1.Pod}. */
    final String name;

    final Map<String, Field> fields = new TreeMap<>();
    List<String> required = new ArrayList<>();
    String description = "";

    @Nullable
    String mapType;

    @Nullable
    JsonNode unions;
    /** The JSON type of a type without fields: {@code string}, {@code object} or {@code any}; "" otherwise. */
    String of = "";

    String format = "";

    TypeDef(String name) {
        this.name = name;
    }

    /** The package part of the name. */
    String pkg() {
        return name.substring(0, name.lastIndexOf('.'));
    }

    /** The last part of the name. */
    String simpleName() {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** One field of a type. */
    static final class Field {
        /** The compact type: {@code string}, {@code []@full.Name}, {@code {}int32}, … */
        String type;

        String description = "";
        /** Whether the field is not among the definitions of 1.34. */
        boolean added;
        /** Whether upstream has no text for the field. */
        boolean bare;

        @Nullable
        JsonNode defaultValue;

        List<String> enumValues = List.of();
        /** The values that the elements of a list or map may have. */
        List<String> elementEnum = List.of();

        @Nullable
        String listType;

        List<String> listMapKeys = List.of();

        @Nullable
        String mergeKey;

        @Nullable
        String patchStrategy;

        @Nullable
        String mapType;

        String format = "";
        /** What deviates in Go from what the schema lets one expect: pointer, omission, and the name of the type. */
        String goFlags = "";

        String goType = "";

        @Nullable
        String embedded;

        /** The path of field numbers in protobuf, with dots between; more than one where Go embeds a struct. */
        @Nullable
        String numbers;

        /** Whether protobuf wraps the innermost list into a message of its own. */
        boolean wrapped;

        Field(String type) {
            this.type = type;
        }
    }
}
