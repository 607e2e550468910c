package io.kubejar.server.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.kubejar.core.object.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The JSONPath that columns use: members (a backslash escapes a dot), {@code ['name']}, {@code [0]}, {@code [*]}, {@code
 * [?(@.a=="b")]}. Missing members give nothing. Upstream: client-go/util/jsonpath, v1.36.
 */
final class JsonPath {
    private static final Pattern FILTER = Pattern.compile("\\?\\(\\s*@((?:\\.[\\w-]+)+)\\s*(==|!=)\\s*(.+?)\\s*\\)");

    private final List<Function<JsonNode, Stream<JsonNode>>> steps;

    private JsonPath(List<Function<JsonNode, Stream<JsonNode>>> steps) {
        this.steps = steps;
    }

    /** Reads a path that begins with a dot; null when it cannot be read. */
    static @Nullable JsonPath parse(String text) {
        List<Function<JsonNode, Stream<JsonNode>>> steps = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '.') {
                StringBuilder name = new StringBuilder();
                at = member(text, at + 1, name);
                if (!name.isEmpty()) {
                    String key = name.toString();
                    steps.add(key.equals("*") ? JsonPath::elements : node -> Stream.of(node.path(key)));
                }
            } else if (c == '[') {
                int end = closing(text, at);
                Function<JsonNode, Stream<JsonNode>> step = end < 0 ? null : bracket(text.substring(at + 1, end));
                if (step == null) {
                    return null;
                }
                steps.add(step);
                at = end + 1;
            } else {
                return null;
            }
        }
        return new JsonPath(steps);
    }

    private static int member(String text, int from, StringBuilder name) {
        int at = from;
        while (at < text.length() && text.charAt(at) != '.' && text.charAt(at) != '[') {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            name.append(text.charAt(at));
            at++;
        }
        return at;
    }

    private static int closing(String text, int from) {
        char quote = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == ']') {
                return i;
            }
        }
        return -1;
    }

    private static @Nullable Function<JsonNode, Stream<JsonNode>> bracket(String inner) {
        if (inner.equals("*")) {
            return JsonPath::elements;
        }
        if (inner.length() > 1 && (inner.startsWith("'") || inner.startsWith("\""))) {
            String key = inner.substring(1, inner.length() - 1);
            return node -> Stream.of(node.path(key));
        }
        if (inner.matches("-?\\d{1,9}")) {
            int index = Integer.parseInt(inner);
            return node -> Stream.of(node.path(index < 0 ? node.size() + index : index));
        }
        Matcher filter = FILTER.matcher(inner);
        if (!filter.matches()) {
            return null;
        }
        String[] path = filter.group(1).substring(1).split("\\.", -1);
        boolean equal = filter.group(2).equals("==");
        String wanted = unquoted(filter.group(3));
        return node -> elements(node)
                .filter(e -> !Json.at(e, path).isMissingNode())
                .filter(e -> Json.at(e, path).asText().equals(wanted) == equal);
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && (value.startsWith("\"") || value.startsWith("'"));
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private static Stream<JsonNode> elements(JsonNode node) {
        List<JsonNode> out = new ArrayList<>();
        node.forEach(out::add);
        return out.stream();
    }

    /** The first thing that is found; a missing node when there is nothing. */
    JsonNode first(JsonNode root) {
        Stream<JsonNode> found = Stream.of(root);
        for (Function<JsonNode, Stream<JsonNode>> step : steps) {
            found = found.flatMap(step);
        }
        return found.filter(n -> !n.isMissingNode()).findFirst().orElse(JsonNodeFactory.instance.missingNode());
    }

    /** A value as text: texts as they are, lists and objects as JSON. */
    static String text(JsonNode value) {
        if (value.isContainerNode()) {
            return Json.string(value);
        }
        return value.isNull() ? "" : value.asText();
    }
}
