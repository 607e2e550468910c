package io.kubejar.server.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Writes the one document of OpenAPI 2.0: all paths, all definitions, and the parameters that they share. */
final class V2Document {
    private final DefinitionWriter definitions;

    private V2Document(List<String> groupVersions) {
        this.definitions = new DefinitionWriter(false, groupVersions);
    }

    /** The document of these paths. */
    static ObjectNode of(
            Map<String, List<Operation>> paths,
            List<ServedResource> resources,
            List<String> groupVersions,
            String release) {
        return new V2Document(groupVersions).write(paths, resources, release);
    }

    private ObjectNode write(Map<String, List<Operation>> paths, List<ServedResource> resources, String release) {
        ObjectNode out = Json.object();
        out.put("swagger", "2.0");
        out.putObject("info").put("title", "Kubernetes").put("version", release);
        ObjectNode written = out.putObject("paths");
        new TreeMap<>(paths).forEach((path, operations) -> written.set(path, path(operations)));
        ObjectNode all = Json.object();
        for (ServedResource resource : resources) {
            if (resource.isCustom() && !resource.isSubresource()) {
                CustomDefinitions.write(all, resource, false, definitions);
            }
        }
        definitions.writeWanted(all);
        ObjectNode sorted = out.putObject("definitions");
        new TreeSet<>(V3Document.names(all)).forEach(n -> sorted.set(n, all.get(n)));
        out.set("parameters", SharedParameters.extract(written));
        out.putObject("securityDefinitions")
                .putObject("BearerToken")
                .put("description", "Bearer Token authentication")
                .put("type", "apiKey")
                .put("name", "authorization")
                .put("in", "header");
        out.putArray("security").addObject().putArray("BearerToken");
        return out;
    }

    private ObjectNode path(List<Operation> operations) {
        ObjectNode out = Json.object();
        List<Parameter> shared = CommonParameters.of(operations);
        for (Operation operation : operations) {
            out.set(operation.method(), operation(operation, shared));
        }
        if (!shared.isEmpty()) {
            ArrayNode parameters = out.putArray("parameters");
            shared.forEach(p -> parameters.add(parameter(p)));
        }
        return out;
    }

    private ObjectNode operation(Operation operation, List<Parameter> shared) {
        ObjectNode out = Json.object();
        out.put("description", operation.description());
        texts(out, "consumes", operation.consumes());
        texts(out, "produces", operation.produces());
        out.putArray("schemes").add("https");
        out.putArray("tags").add(operation.tag());
        out.put("operationId", operation.id());
        ArrayNode parameters = Json.array();
        if (operation.body() != null) {
            ObjectNode body = parameters.addObject().put("name", "body").put("in", "body");
            if (operation.bodyRequired()) {
                body.put("required", true);
            }
            body.set("schema", definitions.reference(operation.body()));
        }
        CommonParameters.without(operation.parameters(), shared).forEach(p -> parameters.add(parameter(p)));
        if (!parameters.isEmpty()) {
            out.set("parameters", parameters);
        }
        ObjectNode answers = out.putObject("responses");
        operation
                .answers()
                .forEach((code, definition) -> answers.putObject(Integer.toString(code))
                        .put("description", AnswerTexts.of(code))
                        .set("schema", schema(definition)));
        answers.putObject("401").put("description", AnswerTexts.of(401));
        DefinitionWriter.put(out, "x-kubernetes-action", operation.action());
        Gvk kind = operation.kind();
        if (kind != null) {
            out.set("x-kubernetes-group-version-kind", DefinitionWriter.kind(kind.apiVersion(), kind.kind()));
        }
        return out;
    }

    private JsonNode schema(String definition) {
        return definition.isEmpty() ? Json.object().put("type", "string") : definitions.reference(definition);
    }

    private static void texts(ObjectNode out, String member, List<String> texts) {
        if (!texts.isEmpty()) {
            ArrayNode array = out.putArray(member);
            texts.forEach(array::add);
        }
    }

    /** The order of the members is the one whose JSON upstream hashes to name a shared parameter. */
    private static ObjectNode parameter(Parameter parameter) {
        ObjectNode out = Json.object().put("uniqueItems", true).put("type", parameter.type());
        DefinitionWriter.put(out, "description", parameter.description());
        out.put("name", parameter.name()).put("in", parameter.in());
        if (parameter.required()) {
            out.put("required", true);
        }
        return out;
    }
}
