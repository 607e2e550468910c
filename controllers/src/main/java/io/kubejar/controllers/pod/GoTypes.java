package io.kubejar.controllers.pod;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Go types that a pod template is made of, in the order of their fields: read from {@code template-types.txt}, one type
 * a line, {@code Field:jsonName:type} each, no JSON name for what stands inline. Source: k8s.io/api/core/v1/types.go and
 * apimachinery/pkg/apis/meta/v1/types.go, v1.36. Loaded when first used.
 */
final class GoTypes {
    /** One field of a struct; its JSON name is "" when its own fields stand in its place. */
    record Field(String name, String json, String type) {}

    private static final GoTypes INSTANCE = load();

    private final Map<String, List<Field>> structs = new HashMap<>();
    private final Map<String, String> aliases = new HashMap<>();

    private GoTypes() {}

    /** The fields of a struct, or null when the type is none. */
    static @Nullable List<Field> fields(String type) {
        return INSTANCE.structs.get(bare(type));
    }

    /** What a named type is made of: {@code string}, {@code map[...]...}; the type itself when it has no other name. */
    static String underlying(String type) {
        return INSTANCE.aliases.getOrDefault(bare(type), type);
    }

    /** The type as Go prints it, with its package. */
    static String printed(String type) {
        if (type.startsWith("*")) {
            return "*" + printed(type.substring(1));
        }
        if (type.startsWith("[]")) {
            return "[]" + printed(type.substring(2));
        }
        if (type.startsWith("map[")) {
            int end = type.indexOf(']');
            return "map[" + printed(type.substring(4, end)) + "]" + printed(type.substring(end + 1));
        }
        return switch (type) {
            case "string", "bool", "int32", "int64" -> type;
            default -> type.indexOf('.') < 0 ? "v1." + type : type.replace("metav1.", "v1.");
        };
    }

    private static String bare(String type) {
        return type.startsWith("metav1.") ? type.substring("metav1.".length()) : type;
    }

    private static GoTypes load() {
        GoTypes types = new GoTypes();
        try (InputStream in = GoTypes.class.getResourceAsStream("template-types.txt")) {
            if (in == null) {
                throw new IllegalStateException("template-types.txt is missing in this build");
            }
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .forEach(types::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return types;
    }

    private void add(String line) {
        List<String> words = List.of(line.split(" "));
        if (words.size() == 2 && words.get(1).indexOf(':') < 0) {
            aliases.put(words.get(0), words.get(1));
            return;
        }
        List<Field> fields = new ArrayList<>();
        for (String word : words.subList(1, words.size())) {
            String[] parts = word.split(":", 3);
            fields.add(new Field(parts[0], parts[1], parts[2]));
        }
        structs.put(words.get(0), fields);
    }
}
