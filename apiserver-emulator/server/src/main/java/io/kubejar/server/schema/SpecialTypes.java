package io.kubejar.server.schema;

import io.kubejar.server.schema.Schema.Kind;
import java.util.Map;

/** The types that have a JSON form of their own in Go. */
final class SpecialTypes {
    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
    private static final String EXTENSIONS = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.";
    /** A JSON schema, or a boolean, a list of schemas or a list of texts in its place. */
    static final String SCHEMA_OR = EXTENSIONS + "JSONSchemaPropsOr";

    static final String JSON_SCHEMA = EXTENSIONS + "JSONSchemaProps";

    private static final Map<String, Kind> KINDS = Map.of(
            META + "Time",
            Kind.TIME,
            META + "MicroTime",
            Kind.MICRO_TIME,
            "io.k8s.apimachinery.pkg.api.resource.Quantity",
            Kind.QUANTITY,
            "io.k8s.apimachinery.pkg.util.intstr.IntOrString",
            Kind.INT_OR_STRING,
            EXTENSIONS + "CustomResourceSubresourceStatus",
            Kind.OBJECT);

    private SpecialTypes() {}

    /** The kind of a type without fields, by its name and JSON type. */
    static Kind kind(String name, String type) {
        Kind special = KINDS.get(name);
        if (special != null) {
            return special;
        }
        return type.equals("string") ? Kind.STRING : Kind.ANY;
    }
}
