package io.kubejar.server.authz;

import java.util.ArrayList;
import java.util.List;

/** Authorizers made of others, and the one for superusers. */
public final class Authorizers {
    /** The group whose members may do everything. */
    public static final String SUPERUSERS = "system:masters";

    private Authorizers() {}

    /** Members of {@code system:masters} may do everything. Upstream: authorizerfactory.NewPrivilegedGroups, v1.36. */
    public static Authorizer superusers() {
        return attributes ->
                attributes.user().groups().contains(SUPERUSERS) ? Decision.allow("") : Decision.noOpinion("");
    }

    /**
     * Asks one after another until one allows or denies; otherwise the reasons of all are given, a line each. Upstream:
     * authorization/union, v1.36.
     */
    public static Authorizer union(Authorizer... all) {
        List<Authorizer> chain = List.of(all);
        return attributes -> {
            List<String> reasons = new ArrayList<>();
            for (Authorizer one : chain) {
                Decision decision = one.authorize(attributes);
                if (decision.verdict() != Decision.Verdict.NO_OPINION) {
                    return decision;
                }
                if (!decision.reason().isEmpty()) {
                    reasons.add(decision.reason());
                }
            }
            return Decision.noOpinion(String.join("\n", reasons));
        };
    }
}
