package io.kubejar.core.reconcile;

import io.kubejar.core.client.ServedResources;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.informer.Informer;
import io.kubejar.core.informer.Informers;
import io.kubejar.core.object.Gvr;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Keeps informers in step with the resources that a server serves: one for each that fits, none for one that is gone. Used
 * on one thread at a time.
 */
public final class FollowedResources {
    private final ServedResources served;
    private final Predicate<ServedResources.Served> which;
    private final Informers informers;
    private final Consumer<Informer> onNew;
    private final Map<Gvr, Informer> followed = new HashMap<>();

    /** Hands each new informer to the consumer, once. */
    public FollowedResources(
            ServedResources served,
            Predicate<ServedResources.Served> which,
            Informers informers,
            Consumer<Informer> onNew) {
        this.served = served;
        this.which = which;
        this.informers = informers;
        this.onNew = onNew;
    }

    /** Looks what is served now. */
    public void follow() {
        Set<Gvr> now = new HashSet<>();
        try {
            served.all().stream().filter(which).forEach(s -> now.add(s.resource()));
        } catch (StatusException e) {
            return; // what was known stays as it is until the server tells again
        }
        for (Gvr resource : now) {
            Informer informer = informers.informer(resource);
            if (followed.put(resource, informer) != informer) {
                onNew.accept(informer);
            }
        }
        for (Gvr gone : List.copyOf(followed.keySet())) {
            if (!now.contains(gone)) {
                followed.remove(gone);
                informers.remove(gone);
            }
        }
    }

    /** The resources that are followed now. */
    public Set<Gvr> resources() {
        return Set.copyOf(followed.keySet());
    }
}
