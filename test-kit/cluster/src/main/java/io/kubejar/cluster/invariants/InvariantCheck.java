package io.kubejar.cluster.invariants;

import io.kubejar.cluster.Timeline;
import io.kubejar.cluster.history.View;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.ListOptions;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvr;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Reads a store once and checks it; what is wrong while the cluster still works is looked at again when it is at rest. */
public final class InvariantCheck {
    private final Supplier<View> view;
    private final ApiClient client;
    private final Timeline timeline;
    private final Runnable settle;

    /**
     * Checks a cluster.
     *
     * @param view gives the store as it is now
     * @param client may list everything
     * @param settle waits until the cluster is at rest; may throw {@link IllegalStateException} when it does not come to it
     */
    public InvariantCheck(Supplier<View> view, ApiClient client, Timeline timeline, Runnable settle) {
        this.view = view;
        this.client = client;
        this.timeline = timeline;
        this.settle = settle;
    }

    /** What is wrong, a line each; empty when all is well. */
    public List<String> violations() {
        List<String> first = Invariant.all(read());
        if (first.isEmpty()) {
            return first;
        }
        try {
            settle.run();
        } catch (IllegalStateException e) {
            return List.of(); // a cluster that never rests has always something under way
        }
        return Invariant.all(read());
    }

    private StoreState read() {
        View now = view.get();
        List<View.Located> objects = now.located();
        Set<Gvr> resources = new LinkedHashSet<>();
        for (View.Located one : objects) {
            Gvr resource = one.resource();
            if (resource != null) {
                resources.add(resource);
            }
        }
        List<ApiObject> shown = new ArrayList<>();
        for (Gvr resource : resources) {
            for (ApiObject object :
                    client.list(ResourceRef.of(resource), ListOptions.ALL).items()) {
                if (object.revision() <= now.revision()) { // what was written after the view says nothing about it
                    shown.add(object);
                }
            }
        }
        return new StoreState(objects, shown, timeline.entries());
    }
}
