package io.kubejar.server.authz;

import io.kubejar.core.client.ResourceRef;
import io.kubejar.server.authn.UserInfo;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a request wants to do, as authorizers see it. Upstream: authorizer.AttributesRecord, v1.36.
 *
 * @param verb as in a Role: {@code get}, {@code list}, …; for a path the HTTP method in lower case
 * @param namespace "" at the cluster scope
 * @param group "" for the core group
 * @param version "*" when it does not matter
 * @param resource "" for a path
 * @param subresource "" without one
 * @param name "" without one; a list or watch of one name ({@code metadata.name=x}) has it too
 * @param path of a request that is for no resource, else ""
 * @param fieldSelector the fields that a list or watch asks to be equal to a value
 */
public record Attributes(
        UserInfo user,
        String verb,
        String namespace,
        String group,
        String version,
        String resource,
        String subresource,
        String name,
        String path,
        Map<String, String> fieldSelector) {
    /** A request for a resource without a field selector. A namespace itself counts as being in it. */
    public static Attributes of(UserInfo user, String verb, ResourceRef ref) {
        boolean isNamespace =
                ref.resource().group().isEmpty() && ref.resource().resource().equals("namespaces");
        return new Attributes(
                user,
                verb,
                isNamespace ? ref.name() : ref.namespace(),
                ref.resource().group(),
                ref.resource().version(),
                ref.resource().resource(),
                ref.subresource(),
                ref.name(),
                "",
                Map.of());
    }

    /** A request for a path that is no resource, with its HTTP method. */
    public static Attributes ofPath(UserInfo user, String method, String path) {
        return new Attributes(user, method.toLowerCase(Locale.ROOT), "", "", "", "", "", "", path, Map.of());
    }

    /** The same with a field selector; {@code metadata.name} of a list or watch becomes the name. */
    public Attributes withFieldSelector(Map<String, String> fields) {
        String only = name.isEmpty() && isListOrWatch() ? fields.getOrDefault("metadata.name", "") : name;
        return new Attributes(
                user, verb, namespace, group, version, resource, subresource, only, path, Map.copyOf(fields));
    }

    /** The same with a field selector as a client writes it; what is not understood counts as not selected. */
    public Attributes withFieldSelector(String selector) {
        return selector.isEmpty() ? this : withFieldSelector(equalFields(selector));
    }

    /** The terms of a field selector that ask for one value. */
    static Map<String, String> equalFields(String selector) {
        Map<String, String> out = new LinkedHashMap<>();
        for (String part : selector.split(",")) {
            int equals = part.indexOf('=');
            if (equals > 0 && part.charAt(equals - 1) != '!') {
                int value = part.startsWith("==", equals) ? equals + 2 : equals + 1;
                out.put(part.substring(0, equals), part.substring(value));
            }
        }
        return out;
    }

    private boolean isListOrWatch() {
        return verb.equals("list") || verb.equals("watch");
    }

    /** The same for another verb. */
    public Attributes withVerb(String other) {
        return new Attributes(user, other, namespace, group, version, resource, subresource, name, path, fieldSelector);
    }

    /** The same asked by another user. */
    public Attributes withUser(UserInfo other) {
        return new Attributes(other, verb, namespace, group, version, resource, subresource, name, path, fieldSelector);
    }

    /** Whether it is for a resource and not for a path. */
    public boolean isResource() {
        return path.isEmpty();
    }

    /** The resource with its subresource, as in {@code pods/log}. */
    public String combinedResource() {
        return subresource.isEmpty() ? resource : resource + "/" + subresource;
    }
}
