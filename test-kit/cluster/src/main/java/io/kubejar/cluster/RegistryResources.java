package io.kubejar.cluster;

import io.kubejar.core.client.ServedResources;
import io.kubejar.server.registry.Registry;
import io.kubejar.server.registry.ResourceDef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the server beside us serves, read from its registry instead of over discovery. */
final class RegistryResources implements ServedResources {
    private static final Pattern VERSION = Pattern.compile("v(\\d+)(?:(alpha|beta)(\\d+))?");

    /** Stable before beta before alpha, then the higher number. Upstream: version.CompareKubeAwareVersionStrings, v1.36. */
    private static final Comparator<String> NEWEST = Comparator.<String>comparingInt(RegistryResources::stage)
            .thenComparingInt(v -> number(v, 1))
            .thenComparingInt(v -> number(v, 3));

    private final Registry registry;

    RegistryResources(Registry registry) {
        this.registry = registry;
    }

    @Override
    public Collection<Served> all() {
        Map<String, String> preferred = new HashMap<>();
        for (ResourceDef def : registry.all()) {
            preferred.merge(
                    def.resource().groupResource(),
                    def.resource().version(),
                    (a, b) -> NEWEST.compare(a, b) >= 0 ? a : b);
        }
        List<Served> out = new ArrayList<>();
        for (ResourceDef def : registry.all()) {
            boolean best =
                    def.resource().version().equals(preferred.get(def.resource().groupResource()));
            out.add(new Served(def.resource(), def.kind().kind(), def.namespaced(), Set.copyOf(def.verbs()), best));
        }
        return out;
    }

    @Override
    public void onChange(Runnable listener) {
        registry.onChange(listener);
    }

    private static int stage(String version) {
        Matcher m = VERSION.matcher(version);
        if (!m.matches()) {
            return 0;
        }
        return m.group(2) == null ? 3 : m.group(2).equals("beta") ? 2 : 1;
    }

    private static int number(String version, int group) {
        Matcher m = VERSION.matcher(version);
        return m.matches() && m.group(group) != null ? Integer.parseInt(m.group(group)) : 0;
    }
}
