package io.kubejar.controllers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.OwnerReference;
import io.kubejar.core.object.Times;
import java.time.Instant;

/** Objects for tables: short to write, complete enough to be reconciled. */
public final class Fixtures {
    /** The instant at which tests stand. */
    public static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private Fixtures() {}

    /** An object of JSON with single quotes. */
    public static ApiObject object(String json) {
        return ApiObject.ofJson(json.replace('\'', '"'));
    }

    /** A pod of an owner with its template's labels, in a phase, ready when it runs. */
    public static ApiObject pod(ApiObject owner, String name, String phase) {
        return object("{'apiVersion':'v1','kind':'Pod','metadata':{'name':'" + name + "','uid':'uid-" + name
                        + "','namespace':'" + owner.namespace()
                        + "','resourceVersion':'7'},'spec':{},'status':{'phase':'"
                        + phase + "'}}")
                .edit(root -> {
                    ObjectNode meta = Json.child(root, "metadata");
                    meta.set(
                            "labels",
                            owner.at("spec", "template", "metadata", "labels").deepCopy());
                    meta.put("creationTimestamp", Times.format(NOW.minusSeconds(60)));
                    meta.putArray("ownerReferences")
                            .add(OwnerReference.controllerOf(owner).toJson());
                    if (phase.equals("Running")) {
                        Json.list(Json.child(root, "status"), "conditions")
                                .addObject()
                                .put("type", "Ready")
                                .put("status", "True")
                                .put("lastTransitionTime", Times.format(NOW.minusSeconds(30)));
                    }
                });
    }
}
