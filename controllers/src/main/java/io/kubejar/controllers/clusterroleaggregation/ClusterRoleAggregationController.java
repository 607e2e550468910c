package io.kubejar.controllers.clusterroleaggregation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.kubejar.core.client.Patch;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.error.Reason;
import io.kubejar.core.informer.Lister;
import io.kubejar.core.informer.Listers;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.LabelSelector;
import io.kubejar.core.object.ObjectKey;
import io.kubejar.core.object.Resources;
import io.kubejar.core.reconcile.Controller;
import io.kubejar.core.reconcile.Plan;
import io.kubejar.core.reconcile.Sources;
import io.kubejar.core.reconcile.Write;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Gives ClusterRoles with an aggregationRule the rules of all roles that it selects. Upstream:
 * pkg/controller/clusterroleaggregation/clusterroleaggregation_controller.go (syncClusterRole), v1.36.
 */
public final class ClusterRoleAggregationController implements Controller {
    private final Lister roles;

    /** Reads ClusterRoles. */
    public ClusterRoleAggregationController(Listers listers) {
        roles = listers.of(Resources.CLUSTER_ROLES);
    }

    @Override
    public String name() {
        return "clusterrole-aggregation-controller";
    }

    @Override
    public void sources(Sources sources) {
        sources.on(Resources.CLUSTER_ROLES, (before, after) -> aggregating());
    }

    /** Any role may be part of any other, so that each change concerns all that aggregate. */
    private Collection<ObjectKey> aggregating() {
        return roles.all().stream()
                .filter(ClusterRoleAggregationController::aggregates)
                .map(ApiObject::key)
                .toList();
    }

    private static boolean aggregates(ApiObject role) {
        return role.tree().hasNonNull("aggregationRule");
    }

    @Override
    public Plan reconcile(ObjectKey key, Instant now) {
        ApiObject role = roles.get(key);
        if (role == null || !aggregates(role)) {
            return Plan.NOTHING;
        }
        Set<JsonNode> rules = new LinkedHashSet<>();
        for (JsonNode selector : role.at("aggregationRule", "clusterRoleSelectors")) {
            LabelSelector selected = LabelSelector.of(selector);
            roles.all().stream()
                    .filter(part -> !part.name().equals(role.name()) && selected.matches(part))
                    .forEach(part -> part.at("rules").forEach(rules::add));
        }
        ArrayNode wanted = Json.array().addAll(rules);
        JsonNode has = role.at("rules");
        if (wanted.equals(has) || (wanted.isEmpty() && has.isEmpty())) {
            return Plan.NOTHING;
        }
        ApiObject fields = ApiObject.of(new Gvk("rbac.authorization.k8s.io", "v1", "ClusterRole"), "", role.name())
                .edit(root -> {
                    if (!wanted.isEmpty()) {
                        root.set("rules", wanted.deepCopy());
                    }
                });
        ResourceRef ref = ResourceRef.to(Resources.CLUSTER_ROLES, role);
        Write merge = new Write.Change(ref, Patch.merge(Json.object().set("rules", wanted)));
        return Plan.of(new Plan.Do(
                new Write.Apply(ref, fields, name()),
                null,
                refusal -> refusal.is(Reason.UNSUPPORTED_MEDIA_TYPE) // a server without server-side apply
                        ? Plan.of(new Plan.Do(merge, null, Plan::goneIsFine))
                        : Plan.goneIsFine(refusal)));
    }
}
