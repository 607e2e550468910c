package io.kubejar.server.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ScannerException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * YAML to JSON and back. Scalars mean what they mean to kubectl (sigs.k8s.io/yaml, YAML 1.1 words and octals), see
 * {@link KubectlScalars}. Throws {@link IllegalArgumentException} with a message of one line for what is no YAML.
 */
public final class Yaml {
    private static final int CODE_POINTS_MAX = 16 * 1024 * 1024;

    private Yaml() {}

    /** Every document that is not empty. */
    public static List<JsonNode> parseAll(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setSchema(new KubectlScalars())
                .setCodePointLimit(CODE_POINTS_MAX)
                .setMaxAliasesForCollections(100)
                .setAllowDuplicateKeys(true)
                .build();
        List<JsonNode> out = new ArrayList<>();
        try {
            for (Object document : new Load(settings).loadAllFromString(text)) {
                if (document != null) {
                    out.add(toJson(document));
                }
            }
        } catch (YamlEngineException e) {
            throw new IllegalArgumentException("error converting YAML to JSON: yaml: " + said(e), e);
        }
        return out;
    }

    /** What is wrong, where it can be told in the words of Go's library. */
    private static String said(YamlEngineException e) {
        if (e instanceof MarkedYamlEngineException marked
                && marked.getProblem() != null
                && marked.getProblemMark().isPresent()) {
            String problem = marked.getProblem();
            String line = line(marked, marked.getProblemMark().get());
            if (problem.startsWith("expected the node content")) {
                return line + "did not find expected node content";
            }
            if (problem.startsWith("expected <block end>")) {
                return line + "did not find expected key";
            }
            if (problem.startsWith("expected ',' or ")) {
                return line + "did not find expected " + problem.substring(9, 19);
            }
            return line + problem;
        }
        return String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
    }

    /**
     * Where Go's library sees a problem: it counts lines from 0 and adds one where the scanner complains, and at the end of
     * a text that does not end with a line break. It is silent about line 0. Source: fail and yaml_parser_fetch_stream_end.
     */
    private static String line(MarkedYamlEngineException e, Mark mark) {
        boolean end = mark.getPointer() >= mark.getBuffer().length || mark.getBuffer()[mark.getPointer()] == 0;
        boolean next = e instanceof ScannerException || (end && mark.getColumn() > 0);
        int line = mark.getLine() + (next ? 1 : 0);
        return line == 0 ? "" : "line " + line + ": ";
    }

    /** The only document; a missing one is an empty object. */
    public static JsonNode parse(byte[] utf8) {
        List<JsonNode> all = parseAll(new String(utf8, StandardCharsets.UTF_8));
        return all.isEmpty() ? Json.object() : all.get(0);
    }

    /** The objects of a manifest; Lists are taken apart. */
    public static List<ApiObject> objects(String manifest) {
        List<ApiObject> out = new ArrayList<>();
        for (JsonNode document : parseAll(manifest)) {
            if (!(document instanceof ObjectNode object)) {
                throw new IllegalArgumentException("a manifest must be an object, not " + document);
            }
            if (Json.textOr(object, "", "kind").endsWith("List")
                    && object.path("items").isArray()) {
                object.get("items").forEach(item -> out.add(ApiObject.of((ObjectNode) item)));
            } else {
                out.add(ApiObject.of(object));
            }
        }
        return out;
    }

    /** A tree as block YAML with sorted keys, as {@code kubectl get -o yaml} prints it. */
    public static String print(JsonNode tree) {
        return YamlWriter.write(tree);
    }

    private static JsonNode toJson(Object value) {
        if (value instanceof Map<?, ?> map) {
            // In the order of Go's maps when they become JSON: the first problem that is found depends on it.
            Map<String, JsonNode> sorted = new TreeMap<>();
            map.forEach((k, v) -> sorted.put(String.valueOf(k), v == null ? NullNode.getInstance() : toJson(v)));
            ObjectNode out = Json.object();
            out.setAll(sorted);
            return out;
        }
        if (value instanceof Iterable<?> list) {
            ArrayNode out = Json.array();
            list.forEach(v -> out.add(v == null ? out.nullNode() : toJson(v)));
            return out;
        }
        return Json.mapper().valueToTree(value);
    }
}
