package io.kubejar.server.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.Json;
import io.kubejar.server.authn.UserInfo;
import io.kubejar.server.kinds.Kinds;
import io.kubejar.server.registry.Registry;
import io.kubejar.server.request.Call;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Requests as plugins see them, of JSON with single quotes. */
final class Requests {
    private static final UserInfo ANYBODY = UserInfo.of("anybody");
    private static final Registry REGISTRY = new Registry(Kinds.all());

    private Requests() {}

    static ObjectNode json(String text) {
        return (ObjectNode) Json.parse(text.replace('\'', '"'));
    }

    static AdmissionRequest create(Gvr resource, String object) {
        return create(ANYBODY, resource, object);
    }

    static AdmissionRequest create(UserInfo user, Gvr resource, String object) {
        ObjectNode tree = json(object);
        String namespace = Json.textOr(tree, "", "metadata", "namespace");
        return of(AdmissionRequest.Operation.CREATE, user, ResourceRef.of(resource, namespace), tree, null);
    }

    static AdmissionRequest update(UserInfo user, Gvr resource, String subresource, String object, String old) {
        ObjectNode tree = json(object);
        String namespace = Json.textOr(tree, "", "metadata", "namespace");
        ResourceRef ref = ResourceRef.of(resource, namespace, Json.textOr(tree, "", "metadata", "name"));
        ResourceRef whole = subresource.isEmpty() ? ref : ref.sub(subresource);
        return of(AdmissionRequest.Operation.UPDATE, user, whole, tree, json(old));
    }

    static AdmissionRequest delete(UserInfo user, Gvr resource, String old) {
        ObjectNode tree = json(old);
        String namespace = Json.textOr(tree, "", "metadata", "namespace");
        ResourceRef ref = ResourceRef.of(resource, namespace, Json.textOr(tree, "", "metadata", "name"));
        return of(AdmissionRequest.Operation.DELETE, user, ref, null, tree);
    }

    private static AdmissionRequest of(
            AdmissionRequest.Operation operation,
            UserInfo user,
            ResourceRef ref,
            @Nullable ObjectNode object,
            @Nullable ObjectNode old) {
        ObjectNode named = object != null ? object : Objects.requireNonNull(old);
        return new AdmissionRequest(
                operation,
                Call.of(operation.name().toLowerCase(Locale.ROOT), ref, user),
                Objects.requireNonNull(REGISTRY.find(ref.resource())),
                Json.textOr(named, "", "metadata", "name"),
                object,
                old);
    }
}
