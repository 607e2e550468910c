package io.kubejar.server.openapi;

import io.kubejar.server.schema.Schemas;
import java.util.List;
import java.util.Map;

/** The paths that are about no resource: groups, versions, the server itself. */
final class OtherPaths {
    private OtherPaths() {}

    /** {@code /api/}. */
    static Operation coreVersions() {
        return get("core", "getCoreAPIVersions", "get available API versions", Schemas.META + ".APIVersions");
    }

    /** {@code /apis/}. */
    static Operation groups() {
        return get("apis", "getAPIVersions", "get available API versions", Schemas.META + ".APIGroupList");
    }

    /** {@code /apis/GROUP/}. */
    static Operation group(String group) {
        String name = Names.group(group);
        return get(
                name,
                "get" + Names.capital(name) + "APIGroup",
                "get information of a group",
                Schemas.META + ".APIGroup");
    }

    /** The root of a group version. */
    static Operation resources(String group, String version) {
        return get(
                Names.tag(group, version),
                "get" + Names.idPart(group, version) + "APIResources",
                "get available resources",
                Schemas.META + ".APIResourceList");
    }

    /** {@code /version/}. */
    static Operation version() {
        return plain(
                "version",
                "getCodeVersion",
                "get the version information for this server",
                "io.k8s.apimachinery.pkg.version.Info",
                List.of("application/json"),
                List.of("application/json"));
    }

    /** {@code /openid/v1/jwks/}. */
    static Operation keys() {
        return plain(
                "openid",
                "getServiceAccountIssuerOpenIDKeyset",
                "get service account issuer OpenID JSON Web Key Set (contains public token verification keys)",
                "",
                List.of(),
                List.of("application/jwk-set+json"));
    }

    /** {@code /.well-known/openid-configuration/}. */
    static Operation openIdConfiguration() {
        return plain(
                "WellKnown",
                "getServiceAccountIssuerOpenIDConfiguration",
                "get service account issuer OpenID configuration, also known as the 'OIDC discovery doc'",
                "",
                List.of(),
                List.of("application/json"));
    }

    private static Operation get(String tag, String id, String text, String answer) {
        return plain(tag, id, text, answer, MediaTypes.OBJECTS, MediaTypes.OBJECTS);
    }

    private static Operation plain(
            String tag, String id, String text, String answer, List<String> consumes, List<String> produces) {
        return new Operation(
                "get", id, tag, text, "", null, List.of(), null, false, Map.of(200, answer), consumes, produces);
    }
}
