package io.kubejar.cluster.load;

import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What services here have taken: cluster addresses and node ports, which are kept when services are loaded. Not thread-safe. */
public final class ServiceConflicts {
    private final Map<String, String> owners = new HashMap<>();

    /** Knows the services that are here. */
    public ServiceConflicts(Collection<ApiObject> services) {
        services.forEach(this::takeService);
    }

    /** What an object has is taken from now on: it is in the store. */
    public void take(ApiObject object) {
        if (isService(object)) {
            takeService(object);
        }
    }

    private void takeService(ApiObject service) {
        of(service).forEach(what -> owners.put(what, service.namespace() + "/" + service.name()));
    }

    private static boolean isService(ApiObject object) {
        return object.kind().equals("Service") && object.apiVersion().equals("v1");
    }

    /** What one service has, by how it is called. */
    private static Set<String> of(ApiObject service) {
        Set<String> out = new LinkedHashSet<>();
        for (String address : Json.strings(service.spec().path("clusterIPs"))) {
            if (!address.equals("None") && !address.isEmpty()) {
                out.add("cluster address " + address);
            }
        }
        service.spec().path("ports").forEach(port -> {
            long number = Json.number(port, 0, "nodePort");
            if (number != 0) {
                out.add("node port " + number);
            }
        });
        return out;
    }

    /** Why an object cannot be loaded; "" when it can. */
    public String conflict(ApiObject object) {
        if (!isService(object)) {
            return "";
        }
        for (String what : of(object)) {
            String owner = owners.get(what);
            if (owner != null) {
                return "its " + what + " is that of " + owner;
            }
        }
        return "";
    }
}
