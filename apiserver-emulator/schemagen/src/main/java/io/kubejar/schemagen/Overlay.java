package io.kubejar.schemagen;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the definitions of 1.34 lack: {@code additions.txt}. Its lines:
 *
 * <pre>
 * alias SHORT PACKAGE            a short name for a package in type names
 * package PACKAGE                the package of the lines that follow
 * type NAME [kind] [of=] [map=] [union=]   a new type; "kind" gives it apiVersion and kind
 * extend NAME [required=A,B]     a type that is already there
 *   FIELD TYPE [required] [bare] [zero] [default=JSON] [enum=A,B] [elements=A,B] [list=] [keys=A,B] [merge=] [strategy=] [map=] [format=]
 * </pre>
 */
final class Overlay {
    private static final String API_VERSION_TEXT =
            "APIVersion defines the versioned schema of this representation of an"
                    + " object. Servers should convert recognized schemas to the latest internal value, and may reject"
                    + " unrecognized values. More info:"
                    + " https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#resources";
    private static final String KIND_TEXT =
            "Kind is a string value representing the REST resource this object represents."
                    + " Servers may infer this from the endpoint the client submits requests to. Cannot be updated. In CamelCase."
                    + " More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#types-kinds";

    private final List<String> lines;
    private final Map<String, String> aliases = new HashMap<>();
    private String pkg = "";

    private Overlay(List<String> lines) {
        this.lines = lines;
    }

    static Overlay read(String name) {
        return new Overlay(GenerateSchemas.resource(name).lines().toList());
    }

    void applyTo(Definitions definitions) {
        @Nullable TypeDef type = null;
        for (String line : lines) {
            String[] words = line.strip().split(" ");
            if (line.isBlank()) {
                continue;
            }
            if (line.startsWith("  ")) {
                field(java.util.Objects.requireNonNull(type), words);
                continue;
            }
            switch (words[0]) {
                case "alias" -> aliases.put(words[1], words[2]);
                case "package" -> pkg = words[1];
                case "type", "extend" -> type = header(definitions, words);
                default -> throw new IllegalStateException(line);
            }
        }
    }

    private TypeDef header(Definitions definitions, String[] words) {
        String name = pkg + "." + words[1];
        if (words[0].equals("type") == (definitions.find(name) != null)) {
            throw new IllegalStateException(words[0] + " " + name);
        }
        TypeDef out = definitions.type(name);
        for (String word : List.of(words).subList(2, words.length)) {
            String value = word.substring(word.indexOf('=') + 1);
            switch (word.replaceFirst("=.*", "")) {
                case "kind" -> {
                    out.fields.put("apiVersion", described(API_VERSION_TEXT));
                    out.fields.put("kind", described(KIND_TEXT));
                }
                case "of" -> out.of = value;
                case "map" -> out.mapType = value;
                case "required" -> out.required = list(value);
                case "union" -> out.unions = json("[" + value + "]");
                default -> throw new IllegalStateException(word);
            }
        }
        return out;
    }

    private void field(TypeDef type, String[] words) {
        TypeDef.Field out = new TypeDef.Field(typeOf(words[1]));
        TypeDef.Field before = type.fields.put(words[0], out);
        out.added = before == null;
        if (before != null) {
            out.description = before.description;
        }
        for (String word : List.of(words).subList(2, words.length)) {
            String value = word.substring(word.indexOf('=') + 1);
            switch (word.replaceFirst("=.*", "")) {
                case "required" -> {
                    if (!type.required.contains(words[0])) {
                        type.required.add(words[0]);
                    }
                }
                case "bare" -> out.bare = true;
                case "zero" -> out.defaultValue = json(zero(out.type));
                case "default" -> out.defaultValue = json(value);
                case "enum" -> out.enumValues = list(value);
                case "elements" -> out.elementEnum = list(value);
                case "list" -> out.listType = value;
                case "keys" -> out.listMapKeys = list(value);
                case "merge" -> out.mergeKey = value;
                case "strategy" -> out.patchStrategy = value;
                case "map" -> out.mapType = value;
                case "format" -> out.format = value;
                default -> throw new IllegalStateException(word);
            }
        }
    }

    private static TypeDef.Field described(String text) {
        TypeDef.Field out = new TypeDef.Field("string");
        out.description = text;
        return out;
    }

    private String typeOf(String text) {
        if (text.startsWith("[]")) {
            return "[]" + typeOf(text.substring(2));
        }
        if (text.startsWith("map[string]")) {
            return "{}" + typeOf(text.substring("map[string]".length()));
        }
        int dot = text.indexOf('.');
        if (dot > 0) {
            return "@" + aliases.get(text.substring(0, dot)) + text.substring(dot);
        }
        return Character.isUpperCase(text.charAt(0)) ? "@" + pkg + "." + text : text;
    }

    private static String zero(String type) {
        return switch (type.charAt(0)) {
            case '@' -> "{}";
            case 'i', 'f' -> "0";
            case 'b' -> "false";
            default -> "\"\"";
        };
    }

    private static List<String> list(String value) {
        return value.isEmpty() ? new ArrayList<>() : new ArrayList<>(List.of(value.split(",")));
    }

    private static JsonNode json(String text) {
        try {
            return new JsonMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(text, e);
        }
    }
}
