package io.kubejar.server.schema;

import io.kubejar.core.object.Json;
import io.kubejar.server.schema.Schema.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One file of compact types, as the build wrote it: a line {@code =Name} begins a type and each line below it is a
 * field. A type is read when it is first asked for. Safe for several threads.
 */
final class TypeFile {
    private final String pkg;
    private final Map<String, List<String>> lines = new LinkedHashMap<>();
    private final Map<String, Schema> types = new ConcurrentHashMap<>();
    private final Function<String, Schema> others;

    /** {@code others} finds types of any package by their whole name. */
    TypeFile(String pkg, String text, Function<String, Schema> others) {
        this.pkg = pkg;
        this.others = others;
        List<String> type = new ArrayList<>();
        for (String line : text.split("\n")) {
            if (line.startsWith("=")) {
                type = new ArrayList<>();
                int tab = line.indexOf('\t');
                lines.put(tab < 0 ? line.substring(1) : line.substring(1, tab), type);
            }
            type.add(line);
        }
    }

    /** The names of all types in the file, without the package. */
    Iterable<String> names() {
        return lines.keySet();
    }

    /** The type of this name without the package, or null. */
    @Nullable
    Schema type(String name) {
        Schema known = types.get(name);
        if (known != null) {
            return known;
        }
        List<String> text = lines.get(name);
        return text == null ? null : types.computeIfAbsent(name, n -> read(n, text));
    }

    private Schema read(String name, List<String> text) {
        Facts out = new Facts();
        out.name = pkg + "." + name;
        out.kind = Kind.OBJECT;
        out.goType = goName(out.name);
        String[] head = text.get(0).split("\t");
        for (int i = 1; i < head.length; i++) {
            String value = head[i].substring(1);
            switch (head[i].charAt(0)) {
                case 'm' -> out.mapType = value;
                case 't' -> {
                    out.kind = SpecialTypes.kind(out.name, value);
                    out.declaredType = value.equals("any") ? "" : value;
                }
                case 'f' -> out.format = value;
                case 'u' -> out.unions = Json.parse(value);
                case 'r' -> out.required = List.of(value.split(","));
                default -> throw new IllegalStateException(head[i]);
            }
        }
        Map<String, Schema> fields = new LinkedHashMap<>();
        for (String line : text.subList(1, text.size())) {
            String[] words = line.split("\t");
            fields.put(words[0], field(words));
        }
        out.properties = java.util.Collections.unmodifiableMap(fields);
        return Schema.of(out);
    }

    private Schema field(String[] words) {
        Facts out = new Facts();
        List<String> elements = List.of();
        for (int i = 2; i < words.length; i++) {
            String value = words[i].substring(1);
            switch (words[i].charAt(0)) {
                case 'w' -> out.alwaysWritten = true;
                case 'z' -> out.omitZero = true;
                case 'd' -> out.defaultValue = Json.parse(value);
                case 'e' -> out.enumValues = List.of(value.split("\\|", -1));
                case 'E' -> elements = List.of(value.split("\\|", -1));
                case 'l' -> out.listType = value;
                case 'K' -> out.listMapKeys = List.of(value.split(","));
                case 'k' -> out.mergeKey = value;
                case 's' -> out.patchStrategies = List.of(value.split(","));
                case 'm' -> out.mapType = value;
                case 'f' -> out.format = value;
                case 'g' -> out.goType = value;
                case 'n' -> out.protoPath = numbers(value);
                case 'N' -> out.protoWrapped = true;
                case 'i' -> out.embedded = value + ".";
                default -> throw new IllegalStateException(words[i]);
            }
        }
        String type = words[1];
        out.pointer = type.startsWith("*");
        return place(out, out.pointer ? type.substring(1) : type, elements);
    }

    private static int[] numbers(String path) {
        return java.util.Arrays.stream(path.split("\\."))
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    /** Completes the facts of a place by its compact type. */
    private Schema place(Facts out, String type, List<String> elements) {
        if (type.startsWith("@")) {
            String name = type.indexOf('.') < 0 ? pkg + "." + type.substring(1) : type.substring(1);
            out.goType = out.goType.isEmpty() ? goName(name) : out.goType;
            return Schema.referring(out, () -> others.apply(name));
        }
        if (type.startsWith("[]")) {
            out.kind = Kind.LIST;
            Facts item = new Facts();
            item.goType = out.goType.startsWith("[]") ? out.goType.substring(2) : "";
            item.enumValues = elements;
            out.items = place(item, type.substring(2), List.of());
            out.goType = out.goType.isEmpty() ? "[]" + item.goType : out.goType;
            return Schema.of(out);
        }
        if (type.startsWith("{}")) {
            out.kind = Kind.MAP;
            Facts value = new Facts();
            value.goType = out.goType.startsWith("map[") ? out.goType.substring(out.goType.indexOf(']') + 1) : "";
            value.enumValues = elements;
            out.values = place(value, type.substring(2), List.of());
            out.goType = out.goType.isEmpty() ? "map[string]" + value.goType : out.goType;
            return Schema.of(out);
        }
        return scalar(out, type);
    }

    private static Schema scalar(Facts out, String type) {
        out.kind = switch (type) {
            case "string" -> Kind.STRING;
            case "bytes" -> Kind.BYTES;
            case "bool" -> Kind.BOOLEAN;
            case "float64" -> Kind.NUMBER;
            case "any", "object" -> Kind.ANY;
            default -> Kind.INTEGER;
        };
        switch (type) {
            case "int32", "int64" -> out.format = type;
            case "float64" -> out.format = "double";
            case "bytes" -> out.format = "byte";
            case "object" -> out.declaredType = type;
            default -> {}
        }
        if (out.goType.isEmpty()) {
            out.goType = type.equals("bytes") ? "[]uint8" : type;
        }
        return Schema.of(out);
    }

    /** The last two parts of a whole name: Go's package and type. */
    private static String goName(String name) {
        int type = name.lastIndexOf('.');
        return name.substring(name.lastIndexOf('.', type - 1) + 1);
    }
}
