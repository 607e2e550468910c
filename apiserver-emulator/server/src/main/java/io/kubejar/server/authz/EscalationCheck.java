package io.kubejar.server.authz;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.server.authn.UserInfo;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Nobody may give rights that they do not have: what is checked before a role or binding is created or updated, on top of
 * the right to write it. Upstream: pkg/registry/rbac/{role,clusterrole,rolebinding,clusterrolebinding}/policybased/storage.go, v1.36.
 */
public final class EscalationCheck {
    private static final List<PolicyRule> FULL_AUTHORITY = List.of(
            PolicyRule.resources(List.of("*"), List.of("*"), List.of("*")),
            PolicyRule.paths(List.of("*"), List.of("*")));

    private final Authorizer authorizer;
    private final RbacAuthorizer rbac;

    /**
     * Checks with the server's authorizers.
     *
     * @param authorizer the whole chain, asked for the verbs {@code escalate} and {@code bind}
     * @param rbac which rules the user has
     */
    public EscalationCheck(Authorizer authorizer, RbacAuthorizer rbac) {
        this.authorizer = authorizer;
        this.rbac = rbac;
    }

    /**
     * Checks a write of a role or binding; any other resource passes.
     *
     * @param namespace of the request, "" at the cluster scope
     * @param name of the request's address, "" for a create
     * @param object what is to be stored
     * @param old what is stored, null for a create
     * @throws StatusException Forbidden when rights would be given that the user lacks, NotFound for a role that is not there
     */
    public void check(
            UserInfo user, Gvr resource, String namespace, String name, ObjectNode object, @Nullable ObjectNode old) {
        boolean isRole = same(resource, Resources.ROLES) || same(resource, Resources.CLUSTER_ROLES);
        boolean isBinding = same(resource, Resources.ROLE_BINDINGS) || same(resource, Resources.CLUSTER_ROLE_BINDINGS);
        if (!(isRole || isBinding) || user.groups().contains(Authorizers.SUPERUSERS)) {
            return;
        }
        if (isRole) {
            checkRole(user, resource, namespace, name, object, old);
        } else {
            checkBinding(user, resource, namespace, object, old);
        }
    }

    private static boolean same(Gvr one, Gvr other) {
        return one.group().equals(other.group()) && one.resource().equals(other.resource());
    }

    private void checkRole(
            UserInfo user, Gvr resource, String namespace, String name, ObjectNode object, @Nullable ObjectNode old) {
        if (may(user, "escalate", resource.resource(), namespace, name) || changesForCollectorOnly(object, old)) {
            return;
        }
        String own = Json.textOr(object, "", "metadata", "name");
        confirm(user, resource, namespace, own, PolicyRule.read(object.path("rules")));
        if (aggregates(object) || (old != null && aggregates(old))) {
            if (problem(user, namespace, FULL_AUTHORITY) != null) {
                throw StatusException.forbidden(
                        resource, own, "must have cluster-admin privileges to use the aggregationRule");
            }
        }
    }

    private void checkBinding(
            UserInfo user, Gvr resource, String namespace, ObjectNode object, @Nullable ObjectNode old) {
        if (changesForCollectorOnly(object, old)) {
            return;
        }
        String kind = Json.textOr(object, "", "roleRef", "kind");
        String role = Json.textOr(object, "", "roleRef", "name");
        String plural = kind.equals("ClusterRole") ? "clusterroles" : "roles";
        if (may(user, "bind", plural, namespace, role)) {
            return;
        }
        List<PolicyRule> rules = rbac.rulesOfRole(kind, role, namespace);
        if (rules == null) {
            throw StatusException.notFound(resource, role);
        }
        confirm(user, resource, namespace, Json.textOr(object, "", "metadata", "name"), rules);
    }

    private boolean may(UserInfo user, String verb, String plural, String namespace, String name) {
        Attributes asked =
                new Attributes(user, verb, namespace, Resources.ROLES.group(), "*", plural, "", name, "", Map.of());
        return authorizer.authorize(asked).allowed();
    }

    private void confirm(UserInfo user, Gvr resource, String namespace, String name, List<PolicyRule> rules) {
        String problem = problem(user, namespace, rules);
        if (problem != null) {
            throw StatusException.forbidden(resource, name, problem);
        }
    }

    /** What the user lacks of these rules, as a sentence; null when nothing. Upstream: ConfirmNoEscalation. */
    private @Nullable String problem(UserInfo user, String namespace, List<PolicyRule> rules) {
        RbacAuthorizer.Rules held = rbac.rulesFor(user, namespace);
        List<PolicyRule> missing = RuleCoverage.missing(held.rules(), rules);
        if (missing.isEmpty()) {
            return null;
        }
        String text = "user " + Denials.quote(user.name()) + " (groups=" + PolicyRule.quoted(user.groups())
                + ") is attempting to grant RBAC permissions not currently held:\n"
                + String.join("\n", RuleCoverage.describe(missing));
        return held.errors().isEmpty()
                ? text
                : text + "; resolution errors: [" + RbacAuthorizer.aggregate(held.errors()) + "]";
    }

    private static boolean aggregates(ObjectNode role) {
        return !role.path("aggregationRule").path("clusterRoleSelectors").isEmpty();
    }

    /** Whether an update touches nothing but what the garbage collector writes. Upstream: IsOnlyMutatingGCFields. */
    private static boolean changesForCollectorOnly(ObjectNode object, @Nullable ObjectNode old) {
        return old != null && withoutCollectorFields(object).equals(withoutCollectorFields(old));
    }

    private static ObjectNode withoutCollectorFields(ObjectNode object) {
        ObjectNode copy = object.deepCopy();
        Json.child(copy, "metadata").remove(List.of("ownerReferences", "finalizers", "managedFields"));
        return copy;
    }
}
