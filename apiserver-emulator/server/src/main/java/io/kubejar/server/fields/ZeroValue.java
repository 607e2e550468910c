package io.kubejar.server.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import java.util.Set;

/**
 * What an object is before anything is set. Upstream compares a new object with a zero value of its type, in which the
 * members that are no pointers are there already, so that nobody owns them as such.
 */
final class ZeroValue {
    private static final Set<String> ALWAYS_THERE = Set.of(
            "metadata",
            "spec",
            "status",
            "template",
            "jobTemplate",
            "strategy",
            "updateStrategy",
            "roleRef",
            "loadBalancer");

    private ZeroValue() {}

    /** The zero value of an object's type, as far as the object has such members. */
    static ObjectNode of(JsonNode object) {
        ObjectNode out = Json.object();
        for (String name : ALWAYS_THERE) {
            JsonNode member = object.path(name);
            if (member.isObject() && !member.isEmpty()) {
                out.set(name, of(member));
            }
        }
        if (object.path("containers").isArray()) {
            out.putNull("containers"); // the one list of owned elements that upstream always writes
        }
        return out;
    }
}
