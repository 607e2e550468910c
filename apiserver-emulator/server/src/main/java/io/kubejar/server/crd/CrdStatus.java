package io.kubejar.server.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which names a definition gets, and whether it is Established. Pure. Upstream: calculateNamesAndConditions,
 * apiextensions-apiserver/pkg/controller/status/naming_controller.go, and the establishing controller, v1.36.
 */
final class CrdStatus {
    private final JsonNode requested;
    private final JsonNode accepted;
    private final Set<String> resources = new HashSet<>();
    private final Set<String> kinds = new HashSet<>();
    private final ObjectNode names;
    private String reason = "";
    private String message = "";

    private CrdStatus(ApiObject crd, Collection<ApiObject> others) {
        requested = Json.at(crd.tree(), "spec", "names");
        accepted = Json.at(crd.tree(), "status", "acceptedNames");
        names = accepted instanceof ObjectNode known ? known.deepCopy() : Json.object();
        for (ApiObject other : others) {
            if (!other.name().equals(crd.name()) && Definition.group(other).equals(Definition.group(crd))) {
                JsonNode taken = Json.at(other.tree(), "status", "acceptedNames");
                resources.add(Json.textOr(taken, "", "plural"));
                resources.add(Json.textOr(taken, "", "singular"));
                resources.addAll(Json.strings(taken.path("shortNames")));
                kinds.add(Json.textOr(taken, "", "kind"));
                kinds.add(Json.textOr(taken, "", "listKind"));
            }
        }
    }

    /** The definition with its names and conditions as they have to be; equal to the given one when nothing changes. */
    static ObjectNode decide(ApiObject crd, Collection<ApiObject> others, String now) {
        CrdStatus status = new CrdStatus(crd, others);
        status.one("plural", "PluralConflict", status.resources);
        status.one("singular", "SingularConflict", status.resources);
        status.shortNames();
        status.one("kind", "KindConflict", status.kinds);
        status.one("listKind", "ListKindConflict", status.kinds);
        return status.written(crd, now);
    }

    private void one(String name, String conflict, Set<String> taken) {
        String wanted = Json.textOr(requested, "", name);
        if (!wanted.equals(Json.textOr(accepted, "", name)) && taken.contains(wanted)) {
            refuse(conflict, wanted);
        } else {
            names.put(name, wanted);
        }
    }

    private void shortNames() {
        List<String> known = Json.strings(accepted.path("shortNames"));
        List<String> wanted = Json.strings(requested.path("shortNames"));
        boolean free = true;
        for (String name : wanted) {
            if (!known.contains(name) && resources.contains(name)) {
                refuse("ShortNamesConflict", name);
                free = false;
            }
        }
        if (free) {
            strings("shortNames", wanted);
        }
    }

    private void strings(String field, List<String> values) {
        if (values.isEmpty()) {
            names.remove(field);
        } else {
            ArrayNode list = names.putArray(field);
            values.forEach(list::add);
        }
    }

    private void refuse(String conflict, String name) {
        reason = conflict;
        message = "\"" + name + "\" is already in use";
    }

    private ObjectNode written(ApiObject crd, String now) {
        strings("categories", Json.strings(requested.path("categories")));
        ObjectNode next = crd.tree().deepCopy();
        Json.child(next, "status").set("acceptedNames", names);
        boolean fine = reason.isEmpty();
        Definition.setCondition(
                next, "NamesAccepted", fine, fine ? "NoConflicts" : reason, fine ? "no conflicts found" : message, now);
        if (fine && !Definition.isTrue(next, "Established")) {
            Definition.setCondition(
                    next, "Established", true, "InitialNamesAccepted", "the initial names have been accepted", now);
        } else if (!fine && !Definition.isTrue(next, "Established")) {
            Definition.setCondition(next, "Established", false, "NotAccepted", "not all names are accepted", now);
        }
        return next;
    }
}
