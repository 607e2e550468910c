package io.kubejar.controllers.endpointslice;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.controllers.pod.Refusals;
import io.kubejar.controllers.service.Services;
import io.kubejar.controllers.service.Slice;
import io.kubejar.controllers.service.TriggerTimes;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.informer.Lister;
import io.kubejar.core.informer.Listers;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.LabelSelector;
import io.kubejar.core.object.ObjectKey;
import io.kubejar.core.object.Resources;
import io.kubejar.core.reconcile.Controller;
import io.kubejar.core.reconcile.EventNote;
import io.kubejar.core.reconcile.Plan;
import io.kubejar.core.reconcile.Sources;
import io.kubejar.core.reconcile.Write;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the EndpointSlices of each Service with a selector. Upstream:
 * pkg/controller/endpointslice/endpointslice_controller.go (syncService), v1.36.
 */
public final class EndpointSliceController implements Controller {
    private final Lister services;
    private final Lister pods;
    private final Lister nodes;
    private final Lister slices;
    private final TriggerTimes triggerTimes = new TriggerTimes();

    /** Reads Services, pods, nodes and EndpointSlices. */
    public EndpointSliceController(Listers listers) {
        services = listers.of(Resources.SERVICES);
        pods = listers.of(Resources.PODS);
        nodes = listers.of(Resources.NODES);
        slices = listers.of(Resources.ENDPOINT_SLICES);
    }

    @Override
    public String name() {
        return "endpoint-slice-controller";
    }

    @Override
    public String user() {
        return "system:serviceaccount:kube-system:endpointslice-controller";
    }

    @Override
    public void sources(Sources sources) {
        sources.onSelf(Resources.SERVICES)
                .on(Resources.PODS, Services.podsWake(services))
                .on(Resources.ENDPOINT_SLICES, Sources.each(EndpointSliceController::serviceOf))
                .on(Resources.NODES, (before, after) -> List.of()); // read, but wakes nobody
    }

    private static List<ObjectKey> serviceOf(ApiObject slice) {
        String service = slice.label(Slice.SERVICE_NAME);
        boolean ours = SliceStep.MANAGED_BY.equals(slice.label(Slice.MANAGED_BY));
        return ours && service != null ? List.of(new ObjectKey(slice.namespace(), service)) : List.of();
    }

    @Override
    public Plan reconcile(ObjectKey key, Instant now) {
        ApiObject service = services.get(key);
        if (service == null) {
            triggerTimes.forget(key);
            return Plan.NOTHING;
        }
        if (!Services.isKept(service)) {
            return Plan.NOTHING;
        }
        List<ApiObject> selected = Services.pods(service, pods);
        String trigger = triggerTimes.next(service, selected);
        LabelSelector ours = LabelSelector.ofLabels(
                Map.of(Slice.SERVICE_NAME, service.name(), Slice.MANAGED_BY, SliceStep.MANAGED_BY));
        List<Slice> stored = slices.in(service.namespace(), ours).stream()
                .filter(slice -> !slice.isTerminating())
                .map(Slice::of)
                .toList();
        SliceStep step = new SliceStep(service, selected, nodes);
        Plan.Builder plan = Plan.builder();
        write(service, step.decide(stored), trigger, plan);
        if (!step.skipped.isEmpty()) {
            String all = String.join(", ", step.skipped);
            String why = step.skipped.size() > 1 ? "[" + all + "]" : all;
            plan.all(giveUp(service, why, StatusException.internal(why)));
        }
        return plan.build();
    }

    private static void write(ApiObject service, SliceChanges changes, @Nullable String trigger, Plan.Builder plan) {
        if (!service.isTerminating()) {
            for (Slice slice : changes.create) {
                plan.write(
                        new Write.Create(
                                ResourceRef.of(Resources.ENDPOINT_SLICES, service.namespace()),
                                triggered(slice, trigger)),
                        null,
                        refusal -> Refusals.isNamespaceTerminating(refusal)
                                ? Plan.NOTHING
                                : failed(service, "create EndpointSlice", refusal));
            }
        }
        for (Slice slice : changes.update) {
            ApiObject object = triggered(slice, trigger);
            plan.write(
                    new Write.Update(ResourceRef.to(Resources.ENDPOINT_SLICES, object), object),
                    null,
                    refusal -> failed(service, "update " + object.name() + " EndpointSlice", refusal));
        }
        for (Slice slice : changes.delete) {
            String name = slice.object().name();
            plan.write(
                    new Write.Delete(ResourceRef.to(Resources.ENDPOINT_SLICES, slice.object()), DeleteOptions.NONE),
                    null,
                    refusal -> refusal.code() == 404
                            ? Plan.NOTHING
                            : failed(service, "delete " + name + " EndpointSlice", refusal));
        }
    }

    /** The object with the annotation that says which change it answers. Upstream: addTriggerTimeAnnotation. */
    private static ApiObject triggered(Slice slice, @Nullable String trigger) {
        return slice.toObject().edit(root -> {
            ObjectNode meta = Json.child(root, "metadata");
            ObjectNode annotations = Json.child(meta, "annotations");
            if (trigger == null) {
                annotations.remove(Services.TRIGGER_TIME);
            } else {
                annotations.put(Services.TRIGGER_TIME, trigger);
            }
            if (annotations.isEmpty()) {
                meta.remove("annotations");
            }
        });
    }

    private static Plan failed(ApiObject service, String what, StatusException refusal) {
        return giveUp(
                service, "failed to " + what + " for Service " + service.key() + ": " + refusal.getMessage(), refusal);
    }

    private static Plan giveUp(ApiObject service, String why, StatusException refusal) {
        return Plan.builder()
                .event(EventNote.warning(
                        service,
                        "FailedToUpdateEndpointSlices",
                        "Error updating Endpoint Slices for Service " + service.key() + ": " + why))
                .step(new Plan.Fail(refusal))
                .build();
    }
}
