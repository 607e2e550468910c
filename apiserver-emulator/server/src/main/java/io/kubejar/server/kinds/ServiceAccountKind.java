package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Gvk;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.Strategy;
import io.kubejar.server.registry.SubresourceDef;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.ObjectMetaRules;
import java.util.List;
import java.util.Set;

/** A service account. Upstream: pkg/registry/core, v1.36. */
public final class ServiceAccountKind implements Strategy {
    private static final String MOUNTABLE = "kubernetes.io/enforce-mountable-secrets";

    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("", "v1", "serviceaccounts", "ServiceAccount")
                .shortNames("sa")
                .columns(() -> List.of(Columns.name(), Columns.age()))
                .returnsDeleted()
                .subresource(new SubresourceDef(
                        "token", new Gvk("authentication.k8s.io", "v1", "TokenRequest"), Set.of("create")))
                .strategy(new ServiceAccountKind())
                .build();
    }

    @Override
    public void prepareForCreate(ObjectNode account) {
        cleanSecrets(account);
    }

    @Override
    public void prepareForUpdate(ObjectNode account, ObjectNode old) {
        cleanSecrets(account);
    }

    /** Of the secrets only the names count. Upstream: cleanSecretReferences. */
    private static void cleanSecrets(ObjectNode account) {
        account.path("secrets").forEach(secret -> ((ObjectNode) secret).retain("name"));
    }

    @Override
    public void validateUpdate(ObjectNode account, ObjectNode old, FieldErrors errors) {
        ObjectMetaRules.again(account, errors);
    }

    @Override
    public List<String> warnings(ObjectNode account) {
        return account.path("metadata").path("annotations").has(MOUNTABLE)
                ? List.of("metadata.annotations[" + MOUNTABLE + "]: deprecated in v1.32+; prefer separate namespaces to"
                        + " isolate access to mounted secrets")
                : List.of();
    }

    @Override
    public List<String> updateWarnings(ObjectNode account, ObjectNode old) {
        return old.path("metadata").path("annotations").has(MOUNTABLE) ? List.of() : warnings(account);
    }
}
