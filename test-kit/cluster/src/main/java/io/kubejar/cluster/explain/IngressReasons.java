package io.kubejar.cluster.explain;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Why nobody is reached through an Ingress: one of its backends leads nowhere, else no controller serves it. */
final class IngressReasons {
    private static final String OLD_CLASS = "kubernetes.io/ingress.class";

    private IngressReasons() {}

    static List<String> of(ApiObject ingress, Sight sight) {
        List<String> out = new ArrayList<>();
        boolean nowhere = false;
        for (Map.Entry<JsonNode, List<String>> entry : backends(ingress).entrySet()) {
            String where = Look.few(entry.getValue()) + ": ";
            JsonNode resource = entry.getKey().path("resource");
            if (resource.isObject()) {
                out.add(where + Json.textOr(resource, "", "kind") + " " + Json.textOr(resource, "", "name")
                        + " is no Service: what it leads to is the controller's matter");
                continue;
            }
            List<String> wrong = BackendReasons.of(entry.getKey().path("service"), ingress.namespace(), sight);
            nowhere |= !wrong.isEmpty();
            wrong.forEach(why -> out.add(where + why));
        }
        if (!nowhere && Json.at(ingress.status(), "loadBalancer", "ingress").isEmpty()) {
            out.add(controller(ingress, sight));
        }
        return out;
    }

    /** All backends in order, each with the places that lead to it. */
    private static Map<JsonNode, List<String>> backends(ApiObject ingress) {
        Map<JsonNode, List<String>> out = new LinkedHashMap<>();
        JsonNode otherwise = ingress.spec().path("defaultBackend");
        if (otherwise.isObject()) {
            out.computeIfAbsent(otherwise, b -> new ArrayList<>()).add("default backend");
        }
        for (JsonNode rule : ingress.spec().path("rules")) {
            for (JsonNode path : rule.path("http").path("paths")) {
                String place = "path " + Json.textOr(rule, "*", "host") + Json.textOr(path, "", "path");
                out.computeIfAbsent(path.path("backend"), b -> new ArrayList<>())
                        .add(place);
            }
        }
        return out;
    }

    /** Why no controller has said where the Ingress is reached. */
    private static String controller(ApiObject ingress, Sight sight) {
        String old = ingress.annotation(OLD_CLASS);
        String name = Json.textOr(ingress.spec(), "", "ingressClassName");
        String nobody = "no controller has written its status.loadBalancer";
        if (name.isEmpty()) {
            return old == null
                    ? nobody + ", and it names no class: only a controller that takes every Ingress takes this one"
                    : nobody + ": does one for the class " + old + " run?";
        }
        ApiObject found = sight.find(Resources.INGRESS_CLASSES, "", name);
        if (found == null) {
            List<String> others = sight.list(Resources.INGRESS_CLASSES, "").stream()
                    .map(ApiObject::name)
                    .toList();
            String instead = others.isEmpty() ? "none" : Look.few(others);
            return "its IngressClass " + name + " does not exist; the cluster has " + instead;
        }
        return nobody + ": does " + Json.textOr(found.spec(), "", "controller") + ", the controller of IngressClass "
                + name + ", run?";
    }
}
