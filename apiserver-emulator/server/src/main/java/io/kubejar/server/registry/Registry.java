package io.kubejar.server.registry;

import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Gvr;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** All resources that are served now. Read without locks; custom resources come and go while it runs. */
public final class Registry {
    private volatile Map<Gvr, ResourceDef> byResource = Map.of();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** A register of the built-in resources. */
    public Registry(Collection<ResourceDef> builtIn) {
        Map<Gvr, ResourceDef> map = new LinkedHashMap<>();
        builtIn.forEach(def -> map.put(def.resource(), def));
        byResource = map;
    }

    /** The resource of a group, version and plural; null when it is not served. */
    public @Nullable ResourceDef find(Gvr resource) {
        return byResource.get(resource);
    }

    /** The resource of a group, version and kind; null when none is served. */
    public @Nullable ResourceDef find(Gvk kind) {
        for (ResourceDef def : byResource.values()) {
            if (def.kind().equals(kind)) {
                return def;
            }
        }
        return null;
    }

    /** All resources in the order of their declaration. */
    public Collection<ResourceDef> all() {
        return byResource.values();
    }

    /** Whether any resource of this group and version is served. */
    public boolean serves(String group, String version) {
        return byResource.keySet().stream()
                .anyMatch(r -> r.group().equals(group) && r.version().equals(version));
    }

    /** Whether a built-in resource of this group is served. */
    public boolean isBuiltIn(String group) {
        return byResource.values().stream()
                .anyMatch(def -> def.resource().group().equals(group) && !def.custom());
    }

    /** Replaces the custom resources of one definition: what was served under the group and plural goes. */
    public synchronized void replace(String group, String plural, Collection<ResourceDef> now) {
        Map<Gvr, ResourceDef> next = new LinkedHashMap<>(byResource);
        new ArrayList<>(next.keySet())
                .stream()
                        .filter(r -> r.group().equals(group) && r.resource().equals(plural))
                        .forEach(next::remove);
        now.forEach(def -> next.put(def.resource(), def));
        byResource = next;
        listeners.forEach(Runnable::run);
    }

    /** Calls back after every change, on the thread that made it. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }
}
