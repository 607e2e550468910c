package io.kubejar.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.Patch;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.server.authn.LegacyTokenUse;

/**
 * Writes the day on which a Secret's token was used into a label of the Secret. Upstream: patchSecretWithLastUsedDate,
 * pkg/serviceaccount/legacy.go, v1.36.
 *
 * @param client may patch Secrets; what it refuses is no failure of the request that used the token
 */
record UsedSecrets(ApiClient client) implements LegacyTokenUse {
    @Override
    public void usedOn(ApiObject secret, String day) {
        ObjectNode change = Json.object();
        ObjectNode metadata = change.putObject("metadata").put("uid", secret.uid());
        metadata.putObject("labels").put(LABEL, day);
        try {
            client.patch(ResourceRef.to(Resources.SECRETS, secret), Patch.merge(change), WriteOptions.NONE);
        } catch (StatusException e) {
            // it is gone, or another one by now
        }
    }
}
