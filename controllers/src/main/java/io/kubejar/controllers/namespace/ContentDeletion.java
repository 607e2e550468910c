package io.kubejar.controllers.namespace;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.ServedResources;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.core.reconcile.Plan;
import io.kubejar.core.reconcile.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One look at the whole content of a namespace that is going: what is there is deleted, what stays is told in the
 * namespace's conditions. Upstream: deleteAllContent and deleteAllContentForGroupVersionResource,
 * pkg/controller/namespace/deletion/namespaced_resources_deleter.go, v1.36.
 */
final class ContentDeletion {
    private static final long FINALIZER_SECONDS = 15;

    private final ApiObject namespace;
    private final ServedResources served;
    private final Instant now;
    private final Function<ApiObject, Plan> whenEmpty;

    /**
     * A look that has not begun.
     *
     * @param whenEmpty what to do with the namespace once nothing is left in it
     */
    ContentDeletion(ApiObject namespace, ServedResources served, Instant now, Function<ApiObject, Plan> whenEmpty) {
        this.namespace = namespace;
        this.served = served;
        this.now = now;
        this.whenEmpty = whenEmpty;
    }

    /** Pods first, then everything else. */
    Plan plan() {
        Remaining start = new Remaining();
        List<ServedResources.Served> resources = new ArrayList<>();
        try {
            served.all().stream()
                    .filter(r -> r.namespaced() && r.preferred() && r.can("delete"))
                    .sorted(Comparator.comparing(r -> r.resource().toString()))
                    .forEach(resources::add);
        } catch (StatusException e) {
            start.discoveryFailed(e);
        }
        ServedResources.Served pods = resources.stream()
                .filter(r -> r.resource().equals(Resources.PODS))
                .findFirst()
                .orElse(null);
        if (pods == null) {
            return rest(resources, 0, start);
        }
        resources.remove(pods);
        return empty(pods, start, () -> start.isEmpty() ? rest(resources, 0, start) : conclude(start, false));
    }

    private Plan rest(List<ServedResources.Served> resources, int index, Remaining remaining) {
        return index == resources.size()
                ? conclude(remaining, true)
                : empty(resources.get(index), remaining, () -> rest(resources, index + 1, remaining));
    }

    private Plan empty(ServedResources.Served resource, Remaining remaining, Supplier<Plan> next) {
        Function<StatusException, Plan> refused = refusal -> {
            if (!isUnknown(refusal)) {
                remaining.failed(resource.resource(), String.valueOf(refusal.getMessage()));
            }
            return next.get();
        };
        if (!resource.can("list")) {
            return Plan.of(new Plan.Do(deletion(resource.resource()), done -> next.get(), refused));
        }
        ResourceRef collection = ResourceRef.of(resource.resource(), namespace.name());
        return Plan.of(new Plan.Look(
                collection,
                items -> {
                    if (items.isEmpty()) {
                        return next.get();
                    }
                    long estimate = estimate(resource.resource(), items);
                    return delete(resource, items, estimate, remaining, next, refused);
                },
                refused));
    }

    private Plan delete(
            ServedResources.Served resource,
            List<ApiObject> items,
            long estimate,
            Remaining remaining,
            Supplier<Plan> next,
            Function<StatusException, Plan> refused) {
        Plan.Step check = new Plan.Look(
                ResourceRef.of(resource.resource(), namespace.name()),
                left -> {
                    count(resource.resource(), left, estimate, remaining);
                    return next.get();
                },
                refused);
        if (resource.can("deletecollection")) {
            return Plan.of(new Plan.Do(deletion(resource.resource()), done -> Plan.of(check), refused));
        }
        Plan.Builder plan = Plan.builder();
        for (ApiObject item : items) {
            plan.delete(ResourceRef.to(resource.resource(), item), DeleteOptions.propagating("Background"));
        }
        return plan.step(check).build();
    }

    private Write deletion(Gvr resource) {
        return new Write.DeleteAll(ResourceRef.of(resource, namespace.name()), DeleteOptions.propagating("Background"));
    }

    private void count(Gvr resource, List<ApiObject> left, long estimate, Remaining remaining) {
        if (left.isEmpty()) {
            return;
        }
        remaining.left(resource, left);
        boolean held = left.stream().anyMatch(item -> !item.finalizers().isEmpty());
        if (estimate > 0) {
            remaining.estimate(estimate);
        } else if (held) {
            remaining.estimate(FINALIZER_SECONDS);
        } else {
            remaining.failed(
                    resource,
                    "unexpected items still remain in namespace: " + namespace.name() + " for gvr: " + resource.group()
                            + "/" + resource.version() + ", Resource=" + resource.resource());
        }
    }

    /** The longest grace period of pods that still run, 0 once it has passed. Upstream: estimateGracefulTermination. */
    private long estimate(Gvr resource, List<ApiObject> items) {
        if (!resource.equals(Resources.PODS)) {
            return 0;
        }
        long longest = 0;
        for (ApiObject pod : items) {
            String phase = Json.textOr(pod.status(), "", "phase");
            if (!phase.equals("Succeeded") && !phase.equals("Failed")) {
                longest = Math.max(longest, Json.number(pod.spec(), 0, "terminationGracePeriodSeconds"));
            }
        }
        Instant since = namespace.deletionTimestamp();
        boolean over = since != null && !since.plusSeconds(longest).isAfter(now);
        return over ? 0 : longest;
    }

    private static boolean isUnknown(StatusException refusal) {
        return refusal.is(Reason.METHOD_NOT_ALLOWED) || refusal.is(Reason.NOT_FOUND);
    }

    /** Tells how things stand, and goes on: with the namespace itself, later, or again at once. */
    private Plan conclude(Remaining remaining, boolean complete) {
        ObjectNode status = NamespaceConditions.status(namespace, remaining, complete, now);
        if (status.equals(namespace.status())) {
            return goOn(namespace, remaining);
        }
        ApiObject told = namespace.withStatus(status);
        ResourceRef ref = ResourceRef.to(Resources.NAMESPACES, namespace);
        return Plan.of(new Plan.Do(
                new Write.Update(ref.sub("status"), told),
                stored -> goOn(stored, remaining),
                refusal -> refusal.is(Reason.CONFLICT)
                        ? Plan.of(new Plan.Read(ref, fresh -> goOn(fresh, remaining), Plan::goneIsFine))
                        : Plan.goneIsFine(refusal)));
    }

    private Plan goOn(ApiObject fresh, Remaining remaining) {
        @Nullable StatusException failure = remaining.failure();
        if (failure != null) {
            return Plan.fail(failure);
        }
        if (remaining.estimate() > 0) {
            return Plan.again(Duration.ofSeconds(remaining.estimate() / 2 + 1));
        }
        return whenEmpty.apply(fresh);
    }
}
