package io.kubejar.server.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Writes one document of OpenAPI 3.0: the paths of one group version with the definitions that they need. */
final class V3Document {
    private final DefinitionWriter definitions;

    private V3Document(List<String> groupVersions) {
        this.definitions = new DefinitionWriter(true, groupVersions);
    }

    /** The document of these paths. */
    static ObjectNode of(
            Map<String, List<Operation>> paths, List<ServedResource> resources, String groupVersion, String release) {
        List<String> groupVersions = new ArrayList<>(new TreeSet<>(List.of("v1", groupVersion)));
        groupVersions.sort((a, b) -> a.equals("v1") ? -1 : b.equals("v1") ? 1 : a.compareTo(b));
        return new V3Document(groupVersions).write(paths, resources, release);
    }

    private ObjectNode write(Map<String, List<Operation>> paths, List<ServedResource> resources, String release) {
        ObjectNode out = Json.object();
        out.put("openapi", "3.0.0");
        out.putObject("info").put("title", "Kubernetes").put("version", release);
        ObjectNode written = out.putObject("paths");
        paths.forEach((path, operations) -> written.set(path, path(operations)));
        ObjectNode components = out.putObject("components");
        ObjectNode schemas = Json.object();
        for (ServedResource resource : resources) {
            if (resource.isCustom() && !resource.isSubresource()) {
                CustomDefinitions.write(schemas, resource, true, definitions);
            }
        }
        definitions.writeWanted(schemas);
        if (!schemas.isEmpty()) {
            ObjectNode sorted = components.putObject("schemas");
            new TreeSet<>(names(schemas)).forEach(n -> sorted.set(n, schemas.get(n)));
        }
        components
                .putObject("securitySchemes")
                .putObject("BearerToken")
                .put("type", "apiKey")
                .put("description", "Bearer Token authentication")
                .put("name", "authorization")
                .put("in", "header");
        return out;
    }

    static List<String> names(ObjectNode node) {
        List<String> out = new ArrayList<>();
        node.fieldNames().forEachRemaining(out::add);
        return out;
    }

    private ObjectNode path(List<Operation> operations) {
        ObjectNode out = Json.object();
        List<Parameter> shared = CommonParameters.of(operations);
        for (Operation operation : operations) {
            out.set(operation.method(), operation(operation, shared));
        }
        if (!shared.isEmpty()) {
            out.set("parameters", parameters(shared));
        }
        return out;
    }

    private ObjectNode operation(Operation operation, List<Parameter> shared) {
        ObjectNode out = Json.object();
        out.putArray("tags").add(operation.tag());
        out.put("description", operation.description()).put("operationId", operation.id());
        List<Parameter> own = CommonParameters.without(operation.parameters(), shared);
        if (!own.isEmpty()) {
            out.set("parameters", parameters(own));
        }
        if (operation.body() != null) {
            ObjectNode body = out.putObject("requestBody");
            ObjectNode content = body.putObject("content");
            for (String type : new TreeSet<>(operation.consumes())) {
                content.putObject(type).set("schema", definitions.reference(operation.body()));
            }
            if (operation.bodyRequired()) {
                body.put("required", true);
            }
        }
        ObjectNode answers = out.putObject("responses");
        operation.answers().forEach((code, definition) -> {
            ObjectNode answer = answers.putObject(Integer.toString(code)).put("description", AnswerTexts.of(code));
            ObjectNode content = answer.putObject("content");
            for (String type : new TreeSet<>(operation.produces())) {
                content.putObject(type)
                        .set(
                                "schema",
                                definition.isEmpty()
                                        ? Json.object().put("type", "string")
                                        : definitions.reference(definition));
            }
        });
        answers.putObject("401").put("description", AnswerTexts.of(401));
        DefinitionWriter.put(out, "x-kubernetes-action", operation.action());
        Gvk kind = operation.kind();
        if (kind != null) {
            out.putObject("x-kubernetes-group-version-kind")
                    .put("group", kind.group())
                    .put("version", kind.version())
                    .put("kind", kind.kind());
        }
        return out;
    }

    private static ArrayNode parameters(List<Parameter> parameters) {
        ArrayNode out = Json.array();
        for (Parameter parameter : parameters) {
            ObjectNode one = out.addObject().put("name", parameter.name()).put("in", parameter.in());
            DefinitionWriter.put(one, "description", parameter.description());
            if (parameter.required()) {
                one.put("required", true);
            }
            one.putObject("schema").put("type", parameter.type()).put("uniqueItems", true);
        }
        return out;
    }
}
