package io.kubejar.controllers.endpointslicemirroring;

import io.kubejar.controllers.pod.Refusals;
import io.kubejar.controllers.service.Services;
import io.kubejar.controllers.service.Slice;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.informer.Lister;
import io.kubejar.core.informer.Listers;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.LabelSelector;
import io.kubejar.core.object.ObjectKey;
import io.kubejar.core.object.Resources;
import io.kubejar.core.reconcile.Controller;
import io.kubejar.core.reconcile.EventNote;
import io.kubejar.core.reconcile.Plan;
import io.kubejar.core.reconcile.Sources;
import io.kubejar.core.reconcile.Write;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps EndpointSlices for the Endpoints of Services without a selector, which somebody else keeps. Upstream:
 * pkg/controller/endpointslicemirroring (syncEndpoints, reconcile), v1.36.
 */
public final class EndpointSliceMirroringController implements Controller {
    private static final String SKIP = "endpointslice.kubernetes.io/skip-mirror";
    private static final String LEADER = "control-plane.alpha.kubernetes.io/leader";

    private final Lister endpoints;
    private final Lister services;
    private final Lister slices;

    /** Reads Endpoints, Services and EndpointSlices. */
    public EndpointSliceMirroringController(Listers listers) {
        endpoints = listers.of(Resources.ENDPOINTS);
        services = listers.of(Resources.SERVICES);
        slices = listers.of(Resources.ENDPOINT_SLICES);
    }

    @Override
    public String name() {
        return "endpoint-slice-mirroring-controller";
    }

    @Override
    public String user() {
        return "system:serviceaccount:kube-system:endpointslicemirroring-controller";
    }

    @Override
    public void sources(Sources sources) {
        sources.on(Resources.ENDPOINTS, Sources.each(each -> mayBeMirrored(each) ? List.of(each.key()) : List.of()))
                .on(Resources.SERVICES, EndpointSliceMirroringController::serviceChanged)
                .on(Resources.ENDPOINT_SLICES, Sources.each(EndpointSliceMirroringController::endpointsOf));
    }

    private static Collection<ObjectKey> serviceChanged(@Nullable ApiObject before, @Nullable ApiObject after) {
        ApiObject one = after == null ? before : after;
        boolean had = before != null && !Services.hasSelector(before);
        boolean has = after != null && !Services.hasSelector(after);
        return one != null && had != has ? List.of(one.key()) : List.of();
    }

    private static List<ObjectKey> endpointsOf(ApiObject slice) {
        String name = slice.label(Slice.SERVICE_NAME);
        boolean ours = Mirror.MANAGED_BY.equals(slice.label(Slice.MANAGED_BY));
        return ours && name != null ? List.of(new ObjectKey(slice.namespace(), name)) : List.of();
    }

    private static boolean mayBeMirrored(ApiObject each) {
        return !"true".equals(each.label(SKIP)) && each.annotation(LEADER) == null;
    }

    @Override
    public Plan reconcile(ObjectKey key, Instant now) {
        ApiObject original = endpoints.get(key);
        ApiObject service = services.get(key);
        LabelSelector ours =
                LabelSelector.ofLabels(Map.of(Slice.SERVICE_NAME, key.name(), Slice.MANAGED_BY, Mirror.MANAGED_BY));
        List<Slice> stored =
                slices.in(key.namespace(), ours).stream().map(Slice::of).toList();
        Plan.Builder plan = Plan.builder();
        if (original == null || service == null || !mayBeMirrored(original) || Services.hasSelector(service)) {
            stored.forEach(slice -> delete(slice, plan));
            return plan.build();
        }
        Mirror mirror = new Mirror(original).fit(stored);
        mirror.notes.forEach((reason, message) -> plan.event(EventNote.warning(original, reason, message)));
        if (!original.isTerminating()) {
            mirror.create.forEach(slice -> plan.write(
                    new Write.Create(ResourceRef.of(Resources.ENDPOINT_SLICES, key.namespace()), slice.toObject()),
                    null,
                    refusal -> Refusals.isNamespaceTerminating(refusal) ? Plan.NOTHING : Plan.fail(refusal)));
        }
        mirror.update.forEach(
                slice -> plan.update(ResourceRef.to(Resources.ENDPOINT_SLICES, slice.object()), slice.toObject()));
        mirror.delete.forEach(slice -> delete(slice, plan));
        return plan.build();
    }

    private static void delete(Slice slice, Plan.Builder plan) {
        plan.delete(ResourceRef.to(Resources.ENDPOINT_SLICES, slice.object()), DeleteOptions.NONE);
    }
}
