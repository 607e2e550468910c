package io.kubejar.core.client;

import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Gvr;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What discovery tells: the resources that the server serves now, custom ones included. Thread-safe. */
public interface ServedResources {
    /**
     * One resource in one of its versions.
     *
     * @param kind the kind of its objects
     * @param namespaced whether its objects stand in namespaces
     * @param verbs what can be done with it: {@code get}, {@code list}, {@code deletecollection}, ...
     * @param preferred whether this is the version that its group prefers
     */
    record Served(Gvr resource, String kind, boolean namespaced, Set<String> verbs, boolean preferred) {
        /** Whether all these can be done with it. */
        public boolean can(String... wanted) {
            return verbs.containsAll(Set.of(wanted));
        }

        /** Group, version and kind of its objects. */
        public Gvk kindOfObjects() {
            return new Gvk(resource.group(), resource.version(), kind);
        }
    }

    /**
     * All resources in all their versions, without subresources.
     *
     * @throws io.kubejar.core.error.StatusException when the server does not tell
     */
    Collection<Served> all();

    /** Calls the listener whenever a resource has come or gone. It must not block. */
    void onChange(Runnable listener);

    /** The resource of a kind, or null when it is not served. */
    default @Nullable Served of(Gvk kind) {
        for (Served served : all()) {
            if (served.kindOfObjects().equals(kind)) {
                return served;
            }
        }
        return null;
    }

    /** Resources that never change, for tests and for servers without custom ones. */
    static ServedResources fixed(Collection<Served> resources) {
        return new ServedResources() {
            @Override
            public Collection<Served> all() {
                return resources;
            }

            @Override
            public void onChange(Runnable listener) {
                // nothing ever changes
            }
        };
    }
}
