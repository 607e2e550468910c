package io.kubejar.schemagen;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The compact form. A line {@code =Name} begins a type, each line below it is a field: name, type and facts with tabs
 * between. {@code io.kubejar.server.schema.TypeFile} reads it.
 */
final class Writer {
    /** Types that Go decodes in their own way, so that a value of them is not told from a pointer by a default. */
    private static final Set<String> OWN_JSON = Set.of(
            "Time",
            "MicroTime",
            "Quantity",
            "IntOrString",
            "Duration",
            "RawExtension",
            "FieldsV1",
            "JSON",
            "JSONSchemaPropsOrArray",
            "JSONSchemaPropsOrBool",
            "JSONSchemaPropsOrStringArray");

    private Writer() {}

    /** The types of one package. */
    static String types(List<TypeDef> types) {
        StringBuilder out = new StringBuilder();
        for (TypeDef type : types) {
            out.append('=').append(type.simpleName());
            fact(out, "m", type.mapType);
            fact(out, "t", type.of);
            fact(out, "f", type.format);
            fact(out, "u", type.unions == null ? null : type.unions.toString());
            // The order of the required fields is the order of the Go struct, which the documents keep.
            fact(out, "r", String.join(",", type.required));
            out.append('\n');
            type.fields.forEach((name, field) -> field(out, type, name, field));
        }
        return out.toString();
    }

    private static void field(StringBuilder out, TypeDef type, String name, TypeDef.Field field) {
        boolean required = type.required.contains(name);
        out.append(name).append('\t');
        if (isPointer(field, required)) {
            out.append('*');
        }
        out.append(field.type.replace("@" + type.pkg() + "." + simple(field.type), "@" + simple(field.type)));
        boolean written = field.goFlags.contains("!") || (required && !field.goFlags.contains("?"));
        fact(out, "w", written ? "" : null);
        fact(out, "z", field.goFlags.contains("0") ? "" : null);
        fact(out, "d", field.defaultValue == null ? null : field.defaultValue.toString());
        fact(out, "e", field.enumValues.isEmpty() ? null : String.join("|", new TreeSet<>(field.enumValues)));
        fact(out, "E", field.elementEnum.isEmpty() ? null : String.join("|", new TreeSet<>(field.elementEnum)));
        fact(out, "l", field.listType);
        fact(out, "K", field.listMapKeys.isEmpty() ? null : String.join(",", field.listMapKeys));
        fact(out, "k", field.mergeKey);
        fact(out, "s", field.patchStrategy);
        fact(out, "m", field.mapType);
        fact(out, "f", field.format.isEmpty() ? null : field.format);
        fact(out, "n", field.numbers);
        fact(out, "N", field.wrapped ? "" : null);
        fact(out, "i", field.embedded);
        fact(out, "g", field.goType.isEmpty() ? null : field.goType);
        out.append('\n');
    }

    private static boolean isPointer(TypeDef.Field field, boolean required) {
        if (field.goFlags.contains("*")) {
            return true;
        }
        if (field.goFlags.contains("&") || !field.type.startsWith("@")) {
            return false;
        }
        return OWN_JSON.contains(simple(field.type)) ? !required : field.defaultValue == null;
    }

    private static String simple(String type) {
        return type.substring(type.lastIndexOf('.') + 1);
    }

    private static void fact(StringBuilder out, String key, @Nullable String value) {
        if (value != null && !(value.isEmpty() && "tfr".contains(key))) {
            out.append('\t').append(key).append(value);
        }
    }

    /** The texts of one package: the type's on the line of its name, then its fields'. */
    static String descriptions(List<TypeDef> types) {
        StringBuilder out = new StringBuilder();
        for (TypeDef type : types) {
            out.append('=')
                    .append(type.simpleName())
                    .append('\t')
                    .append(escape(type.description))
                    .append('\n');
            type.fields.forEach((name, field) -> {
                if (!field.description.isEmpty()) {
                    out.append(name)
                            .append('\t')
                            .append(escape(field.description))
                            .append('\n');
                }
            });
        }
        return out.toString();
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\")
                .replace("\n", "\\n")
                .replace("\t", "\\t")
                .replace("\r", "\\r");
    }
}
