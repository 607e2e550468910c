package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.kinds.podspec.PodSpecDefaults;
import io.kubejar.server.registry.FieldSelector;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.Strategy;
import io.kubejar.server.validation.FieldErrors;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** A secret. Upstream: pkg/registry/core, v1.36. */
public final class SecretKind implements Strategy, FieldSelector.SelectorWords {
    private static final String TYPE = "io.k8s.api.core.v1.Secret";

    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("", "v1", "secrets", "Secret")
                .selectable("type", "type")
                .columns(() -> List.of(
                        Columns.name(),
                        Columns.string("Type", Columns.doc(TYPE, "type"), o -> Json.textOr(o, "", "type")),
                        Columns.count(
                                "Data",
                                Columns.doc(TYPE, "data"),
                                o -> o.path("data").size()),
                        Columns.age()))
                .strategy(new SecretKind())
                .build();
    }

    /** Fills the type; what was given in clear goes into the data. Upstream: SetDefaults_Secret, Convert_v1_Secret_To_core_Secret. */
    @Override
    public void defaults(ObjectNode secret) {
        PodSpecDefaults.putIfAbsent(secret, "type", "Opaque");
        if (secret.remove("stringData") instanceof ObjectNode clear) {
            ObjectNode data = Json.child(secret, "data");
            clear.properties()
                    .forEach(e -> data.put(
                            e.getKey(),
                            Base64.getEncoder()
                                    .encodeToString(e.getValue().asText().getBytes(StandardCharsets.UTF_8))));
        }
    }

    @Override
    public String unknownField(String field) {
        return "field label not supported: " + field;
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        SecretRules.create(object, errors);
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        SecretRules.update(object, old, errors);
    }
}
