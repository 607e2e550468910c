package io.kubejar.server.authz;

import io.kubejar.server.authn.UserInfo;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * RBAC: a request is allowed when a rule of a role that is bound to its user allows it. Upstream:
 * plugin/pkg/auth/authorizer/rbac/rbac.go and pkg/registry/rbac/validation/rule.go, v1.36.
 */
public final class RbacAuthorizer implements Authorizer {
    private final RbacIndex index;

    /** Decides by what the index holds at the time of the question. */
    public RbacAuthorizer(RbacIndex index) {
        this.index = index;
    }

    /** What a visitor is shown. Returns whether it wants to see more. */
    private interface Visitor {
        boolean visit(RbacIndex.Match match, PolicyRule rule);
    }

    /**
     * The rules of a user in a namespace, with those of the whole cluster.
     *
     * @param errors what could not be resolved, as in {@code clusterrole.rbac.authorization.k8s.io "x" not found}
     */
    public record Rules(List<PolicyRule> rules, List<String> errors) {}

    @Override
    public Decision authorize(Attributes attributes) {
        Decision[] allowed = new Decision[1];
        List<String> errors = visit(attributes.user(), attributes.namespace(), (match, rule) -> {
            if (!rule.allows(attributes)) {
                return true;
            }
            allowed[0] = Decision.allow("RBAC: allowed by " + match.binding().describe(match.subject()));
            return false;
        });
        if (allowed[0] != null) {
            return allowed[0];
        }
        return Decision.noOpinion(errors.isEmpty() ? "" : "RBAC: " + aggregate(errors));
    }

    /** All rules of a user in a namespace, or with "" those of the cluster. */
    public Rules rulesFor(UserInfo user, String namespace) {
        List<PolicyRule> rules = new ArrayList<>();
        List<String> errors = visit(user, namespace, (match, rule) -> rules.add(rule));
        return new Rules(rules, errors);
    }

    /** The rules of the role that a binding refers to, or null when it is not there. */
    @org.jspecify.annotations.Nullable
    List<PolicyRule> rulesOfRole(String roleKind, String roleName, String bindingNamespace) {
        return index.rules(roleKind, roleName, bindingNamespace);
    }

    private List<String> visit(UserInfo user, String namespace, Visitor visitor) {
        List<String> errors = new ArrayList<>();
        if (visit(index.matches(user, ""), errors, visitor) && !namespace.isEmpty()) {
            visit(index.matches(user, namespace), errors, visitor);
        }
        return errors;
    }

    private boolean visit(List<RbacIndex.Match> matches, List<String> errors, Visitor visitor) {
        for (RbacIndex.Match match : matches) {
            Binding binding = match.binding();
            List<PolicyRule> rules = index.rules(binding.roleKind(), binding.roleName(), binding.namespace());
            if (rules == null) {
                errors.add(unresolved(binding.roleKind(), binding.roleName()));
                continue;
            }
            for (PolicyRule rule : rules) {
                if (!visitor.visit(match, rule)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static String unresolved(String roleKind, String roleName) {
        return switch (roleKind) {
            case "ClusterRole" -> "clusterrole.rbac.authorization.k8s.io " + Denials.quote(roleName) + " not found";
            case "Role" -> "role.rbac.authorization.k8s.io " + Denials.quote(roleName) + " not found";
            default -> "unsupported role reference kind: " + Denials.quote(roleKind);
        };
    }

    /** Several errors as Go's aggregate prints them: each once, in brackets when there is more than one. */
    static String aggregate(List<String> errors) {
        Set<String> distinct = new LinkedHashSet<>(errors);
        String all = String.join(", ", distinct);
        return distinct.size() > 1 ? "[" + all + "]" : all;
    }
}
