package io.kubejar.cluster.load;

import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.OwnerReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * In which order objects come in: definitions, before what they define; namespaces, before what is in them; nodes and service
 * accounts; then owners before what they own. What nothing says anything about stays in its order.
 */
public final class LoadOrder {
    private static final List<String> FIRST =
            List.of("CustomResourceDefinition", "Namespace", "Node", "ServiceAccount");

    private LoadOrder() {}

    /** The same objects in order. */
    public static List<ApiObject> of(List<ApiObject> objects) {
        Map<String, ApiObject> byUid = new HashMap<>();
        objects.forEach(object -> byUid.putIfAbsent(object.uid(), object));
        Set<ApiObject> out = new LinkedHashSet<>();
        for (String kind : FIRST) {
            objects.stream().filter(object -> object.kind().equals(kind)).forEach(out::add);
        }
        List<ApiObject> ordered = new ArrayList<>(out);
        Set<String> done = new HashSet<>();
        ordered.forEach(object -> done.add(object.uid()));
        for (ApiObject object : objects) {
            add(object, byUid, done, ordered);
        }
        return ordered;
    }

    /** Those in a circle come as they come. */
    private static void add(ApiObject object, Map<String, ApiObject> byUid, Set<String> done, List<ApiObject> out) {
        if (!done.add(object.uid())) {
            return;
        }
        for (OwnerReference reference : object.ownerReferences()) {
            ApiObject owner = byUid.get(reference.uid());
            if (owner != null) {
                add(owner, byUid, done, out);
            }
        }
        out.add(object);
    }
}
