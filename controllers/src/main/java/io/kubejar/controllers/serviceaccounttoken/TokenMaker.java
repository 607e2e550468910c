package io.kubejar.controllers.serviceaccounttoken;

import io.kubejar.core.object.ApiObject;

/** Makes the tokens that never expire and stand in Secrets. Upstream: serviceaccount.LegacyClaims, v1.36. */
@FunctionalInterface
public interface TokenMaker {
    /** A signed token for the account that is good as long as the account is there and the Secret holds it. */
    String token(ApiObject serviceAccount, ApiObject secret);
}
