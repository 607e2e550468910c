package io.kubejar.server.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a real server of this release answered, when that lies beside the project. */
final class Reference {
    private Reference() {}

    /** The folder, or a path that does not exist. */
    static Path folder() {
        Path at = Path.of("").toAbsolutePath();
        while (at.getParent() != null && !Files.isDirectory(at.resolve(".mvn"))) {
            at = at.getParent();
        }
        return at.resolveSibling("shared").resolve("reference");
    }

    static boolean isThere() {
        return Files.isDirectory(folder());
    }

    static boolean has(String file) {
        return Files.exists(folder().resolve(file));
    }

    static JsonNode json(String file) {
        try {
            return Json.parse(Files.readAllBytes(folder().resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All resources of the server, from its discovery; the schemas of custom ones are taken from its version 2. */
    static List<ServedResource> resources() {
        List<ServedResource> out = new ArrayList<>();
        JsonNode definitions = json("openapi-v2.json").path("definitions");
        for (String file : List.of("discovery/aggregated-api.json", "discovery/aggregated-apis.json")) {
            for (JsonNode group : json(file).path("items")) {
                String name = group.path("metadata").path("name").asText();
                boolean custom = name.contains(".") && !name.endsWith(".k8s.io");
                group.path("versions").forEach(v -> add(out, name, v, custom ? definitions : null));
            }
        }
        return out;
    }

    private static void add(List<ServedResource> out, String group, JsonNode version, @Nullable JsonNode custom) {
        String v = version.path("version").asText();
        for (JsonNode resource : version.path("resources")) {
            String name = resource.path("resource").asText();
            boolean namespaced = resource.path("scope").asText().equals("Namespaced");
            out.add(resource(group, v, name, resource, namespaced, custom));
            resource.path("subresources")
                    .forEach(s -> out.add(resource(
                            group, v, name + "/" + s.path("subresource").asText(), s, namespaced, custom)));
        }
    }

    private static ServedResource resource(
            String group, String version, String name, JsonNode json, boolean namespaced, @Nullable JsonNode custom) {
        JsonNode kind = json.path("responseKind");
        String kindVersion = kind.path("version").asText();
        Gvk gvk = kindVersion.isEmpty()
                ? new Gvk(group, version, kind.path("kind").asText())
                : new Gvk(
                        kind.path("group").asText(),
                        kindVersion,
                        kind.path("kind").asText());
        Set<String> verbs = new TreeSet<>(Json.strings(json.path("verbs")));
        if (custom == null) {
            return ServedResource.builtIn(group, version, name, gvk, namespaced, verbs);
        }
        ObjectNode schema = custom.path(Names.definition(gvk, true)).deepCopy();
        ((ObjectNode) schema.path("properties")).remove(List.of("apiVersion", "kind", "metadata"));
        schema.remove("x-kubernetes-group-version-kind");
        return ServedResource.custom(gvk, name, namespaced, verbs, schema, gvk.kind() + "List");
    }

    /** Every place where two documents differ, with both values. */
    static List<String> differences(JsonNode expected, JsonNode actual) {
        List<String> out = new ArrayList<>();
        compare("", expected, actual, out);
        return out;
    }

    private static void compare(String at, JsonNode expected, JsonNode actual, List<String> out) {
        if (expected.equals(actual)) {
            return;
        }
        if (expected.isObject() && actual.isObject()) {
            Set<String> names = new TreeSet<>();
            for (Iterator<String> i = expected.fieldNames(); i.hasNext(); ) {
                names.add(i.next());
            }
            for (Iterator<String> i = actual.fieldNames(); i.hasNext(); ) {
                names.add(i.next());
            }
            names.forEach(n -> compare(at + "/" + n.replace("/", "~1"), expected.path(n), actual.path(n), out));
        } else if (expected.isArray() && actual.isArray() && expected.size() == actual.size()) {
            for (int i = 0; i < expected.size(); i++) {
                compare(at + "/" + i, expected.get(i), actual.get(i), out);
            }
        } else {
            out.add(at + ": expected " + shown(expected) + ", but was " + shown(actual));
        }
    }

    private static String shown(JsonNode node) {
        String text = node.isMissingNode() ? "nothing" : node.toString();
        return text.length() > 160 ? text.substring(0, 160) + "…" : text;
    }
}
