package io.kubejar.server.authn;

import io.kubejar.core.object.ApiObject;

/** Is told when the token of a Secret was used for the first time on a day. */
@FunctionalInterface
public interface LegacyTokenUse {
    /** The label of a Secret that says when its token was last used. */
    String LABEL = LegacyTokens.LAST_USED;

    /** The Secret, and the day as {@code 2026-11-21}. */
    void usedOn(ApiObject secret, String day);
}
