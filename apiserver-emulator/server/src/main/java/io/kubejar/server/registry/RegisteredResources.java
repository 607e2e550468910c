package io.kubejar.server.registry;

import io.kubejar.core.client.ServedResources;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What discovery would tell, for components in the same JVM. Thread-safe. */
public final class RegisteredResources implements ServedResources {
    private final Registry registry;

    /** Tells of a register. */
    public RegisteredResources(Registry registry) {
        this.registry = registry;
    }

    @Override
    public Collection<Served> all() {
        List<Served> out = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (ResourceDef def : registry.all()) {
            boolean first = seen.add(def.resource().groupResource());
            out.add(new Served(def.resource(), def.kind().kind(), def.namespaced(), def.verbs(), first));
        }
        return out;
    }

    @Override
    public void onChange(Runnable listener) {
        registry.onChange(listener);
    }
}
