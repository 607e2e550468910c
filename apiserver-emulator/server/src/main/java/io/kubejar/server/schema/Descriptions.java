package io.kubejar.server.schema;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The texts of the built-in types. They are large and only the OpenAPI documents need them, so an instance reads a
 * package when it is asked and is to be dropped afterwards. For one thread.
 */
public final class Descriptions {
    private final Map<String, Map<String, Map<String, String>>> packages = new HashMap<>();

    /** The text of a type, by its whole name; "" when there is none. */
    public String ofType(String name) {
        return texts(name).getOrDefault("", "");
    }

    /** The texts of a type's fields. */
    public Map<String, String> ofFields(String name) {
        return texts(name);
    }

    private Map<String, String> texts(String name) {
        int dot = name.lastIndexOf('.');
        return packages.computeIfAbsent(name.substring(0, dot), Descriptions::read)
                .getOrDefault(name.substring(dot + 1), Map.of());
    }

    private static Map<String, Map<String, String>> read(String typePackage) {
        Map<String, Map<String, String>> out = new HashMap<>();
        String text = Schemas.resource(typePackage + ".descriptions.txt");
        Map<String, String> type = new HashMap<>();
        for (String line : String.valueOf(text).split("\n")) {
            int tab = line.indexOf('\t');
            if (tab < 0) {
                continue;
            }
            String value = unescape(line.substring(tab + 1));
            if (line.startsWith("=")) {
                type = new HashMap<>();
                out.put(line.substring(1, tab), type);
                type.put("", value);
            } else {
                type.put(line.substring(0, tab), value);
            }
        }
        return out;
    }

    /** The texts of request parameters: operation, then parameter. */
    public static Map<String, Map<String, String>> parameters() {
        return Parameters.TEXTS;
    }

    private static final class Parameters {
        static final Map<String, Map<String, String>> TEXTS = read();

        private static Map<String, Map<String, String>> read() {
            Map<String, Map<String, String>> out = new HashMap<>();
            for (String line :
                    String.valueOf(Schemas.resource("parameters.txt")).split("\n")) {
                String[] words = line.split("\t", 3);
                out.computeIfAbsent(words[0], o -> new LinkedHashMap<>()).put(words[1], unescape(words[2]));
            }
            return out;
        }
    }

    private static String unescape(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char next = text.charAt(++i);
            out.append(
                    switch (next) {
                        case 'n' -> '\n';
                        case 't' -> '\t';
                        case 'r' -> '\r';
                        default -> next;
                    });
        }
        return out.toString();
    }
}
