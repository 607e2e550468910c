package io.kubejar.server.verbs;

import io.kubejar.server.patch.MergeRules;
import io.kubejar.server.schema.Schema;
import org.jspecify.annotations.Nullable;

/** The merge rules that a built-in type's schema declares. */
record SchemaMergeRules(Schema schema) implements MergeRules {
    @Override
    public String kind() {
        if (!schema.properties().isEmpty()) {
            return "struct";
        }
        return schema.jsonType().equals("object") ? "map" : schema.jsonType();
    }

    @Override
    public String name() {
        return schema.name();
    }

    @Override
    public @Nullable Field field(String member) {
        Schema property = schema.property(member);
        if (property == null) {
            return null;
        }
        Schema items = property.items();
        boolean list = items != null;
        String strategy = property.patchStrategies().stream()
                .filter(s -> !s.equals("retainKeys"))
                .findFirst()
                .orElse("");
        String key = property.patchMergeKey();
        Schema type = items != null ? items : property;
        return new Field(new SchemaMergeRules(type), list, strategy, key == null ? "" : key);
    }
}
