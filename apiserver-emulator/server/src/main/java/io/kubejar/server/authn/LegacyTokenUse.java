package io.kubejar.server.authn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.Patch;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;

/** Is told when the token of a Secret was used for the first time on a day. */
@FunctionalInterface
public interface LegacyTokenUse {
    /** The Secret, and the day as {@code 2026-11-21}. */
    void usedOn(ApiObject secret, String day);

    /**
     * Writes the day into a label of the Secret. Upstream: patchSecretWithLastUsedDate, pkg/serviceaccount/legacy.go, v1.36.
     *
     * @param client may patch Secrets; what it refuses is no failure of the request that used the token
     */
    static LegacyTokenUse label(ApiClient client) {
        return (secret, day) -> {
            ObjectNode change = Json.object();
            ObjectNode metadata = change.putObject("metadata").put("uid", secret.uid());
            metadata.putObject("labels").put(LegacyTokens.LAST_USED, day);
            try {
                client.patch(ResourceRef.to(Resources.SECRETS, secret), Patch.merge(change), WriteOptions.NONE);
            } catch (StatusException e) {
                // it is gone, or another one by now
            }
        };
    }
}
