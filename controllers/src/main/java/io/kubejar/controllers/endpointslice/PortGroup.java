package io.kubejar.controllers.endpointslice;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.controllers.service.Services;
import io.kubejar.controllers.service.Slice;
import io.kubejar.core.object.ApiObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Fits the endpoints of one set of ports into slices: changes as few slices as it can, then fills those that it changes
 * anyway, then the stored one where the rest fits best, then new ones. Upstream: reconcileByPortMapping,
 * staging/src/k8s.io/endpointslice/reconciler.go, v1.36.
 */
final class PortGroup {
    /** Most endpoints of a slice. */
    static final int MAX = 100;

    private final Map<String, JsonNode> missing = new LinkedHashMap<>();
    private final Map<String, String> labels;
    private final Supplier<Slice> fresh;
    private final List<Slice> changed = new ArrayList<>();
    private final List<Slice> unchanged = new ArrayList<>();
    private final SliceChanges out = new SliceChanges();

    /**
     * Prepares.
     *
     * @param labels what every slice shall have
     * @param fresh makes an empty slice
     */
    PortGroup(Collection<? extends JsonNode> wanted, Map<String, String> labels, Supplier<Slice> fresh) {
        wanted.forEach(endpoint -> missing.put(Slice.identity(endpoint), endpoint));
        this.labels = labels;
        this.fresh = fresh;
    }

    /** What becomes of the stored slices of these ports, and which come. */
    SliceChanges fit(List<Slice> stored) {
        stored.forEach(this::keep);
        changed.sort(
                Comparator.comparing((Slice slice) -> slice.endpoints().size()).reversed()); // the fullest first
        for (Slice slice : changed) {
            out.update.add(fill(slice));
        }
        while (!missing.isEmpty()) {
            Slice best = missing.size() < MAX ? best() : null;
            if (best == null) {
                out.create.add(fill(fresh.get()));
            } else {
                unchanged.remove(best);
                out.update.add(fill(best));
            }
        }
        return out;
    }

    private void keep(Slice slice) {
        List<JsonNode> kept = new ArrayList<>();
        boolean differs = false;
        for (JsonNode endpoint : slice.endpoints()) {
            JsonNode wanted = missing.remove(Slice.identity(endpoint));
            if (wanted != null) {
                kept.add(wanted);
                differs |= !Slice.tellTheSame(wanted, endpoint);
            }
        }
        boolean lost = kept.size() != slice.endpoints().size();
        if (lost && kept.isEmpty()) {
            out.delete.add(slice);
        } else if (differs || lost) {
            changed.add(slice.labelled(labels).with(kept));
        } else if (!ownLabels(slice.object().labels()).equals(ownLabels(labels))) {
            changed.add(slice.labelled(labels));
        } else {
            unchanged.add(slice);
        }
    }

    /** The labels that come from the Service; the controller's own are set along with them only. */
    private static Map<String, String> ownLabels(Map<String, String> all) {
        Map<String, String> own = new TreeMap<>(all);
        own.keySet().removeAll(List.of(Services.HEADLESS, Slice.SERVICE_NAME, Slice.MANAGED_BY));
        return own;
    }

    /** The stored slice that would be the fullest with the rest, or null. Upstream: getSliceToFill. */
    private @Nullable Slice best() {
        return unchanged.stream()
                .filter(slice -> slice.endpoints().size() + missing.size() <= MAX)
                .max(Comparator.comparingInt(slice -> slice.endpoints().size()))
                .orElse(null);
    }

    private Slice fill(Slice slice) {
        List<JsonNode> more = missing.values().stream()
                .limit(Math.max(0, MAX - slice.endpoints().size()))
                .toList();
        more.forEach(endpoint -> missing.remove(Slice.identity(endpoint)));
        return more.isEmpty() ? slice : slice.plus(more);
    }

    /** The labels of every slice of a Service. Upstream: setEndpointSliceLabels. */
    static Map<String, String> labels(ApiObject service, String managedBy) {
        Map<String, String> labels = ownLabels(service.labels());
        if (!Services.hasAddress(service)) {
            labels.put(Services.HEADLESS, "");
        }
        labels.put(Slice.SERVICE_NAME, service.name());
        labels.put(Slice.MANAGED_BY, managedBy);
        return labels;
    }
}
