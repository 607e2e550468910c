package io.kubejar.server.authn;

import java.util.List;

/**
 * A user who has proven to be that user.
 *
 * @param audiences for whom the proof is meant, as far as the question named them; empty when the proof does not say
 */
public record Authenticated(UserInfo user, List<String> audiences) {}
