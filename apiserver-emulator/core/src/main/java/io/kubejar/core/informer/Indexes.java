package io.kubejar.core.informer;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import java.util.ArrayList;
import java.util.List;

/** The indexes that every local copy keeps. */
public final class Indexes {
    /** Uid of the controlling owner; for objects without one {@link #orphans} of their namespace. */
    public static final String CONTROLLER_UID = "controllerUid";
    /** Uids of all owners. */
    public static final String OWNER_UID = "ownerUid";
    /** {@code spec.nodeName}, for pods. */
    public static final String NODE_NAME = "nodeName";
    /** {@code metadata.finalizers}: what is held back, and by whom. */
    public static final String FINALIZER = "finalizer";
    /** All names. */
    public static final List<String> NAMES = List.of(CONTROLLER_UID, OWNER_UID, NODE_NAME, FINALIZER);

    private Indexes() {}

    /** The values under which an object stands in an index. */
    public static List<String> values(String index, ApiObject object) {
        return switch (index) {
            case CONTROLLER_UID -> List.of(controllerUid(object));
            case OWNER_UID -> ownerUids(object);
            case NODE_NAME -> {
                String node = Json.text(object.spec(), "nodeName");
                yield node == null || node.isEmpty() ? List.of() : List.of(node);
            }
            case FINALIZER -> object.metadata().has("finalizers") ? object.finalizers() : List.of();
            default -> throw new IllegalArgumentException("no index " + index);
        };
    }

    private static String controllerUid(ApiObject object) {
        for (JsonNode owner : owners(object)) {
            if (owner.path("controller").booleanValue()) {
                return Json.textOr(owner, "", "uid");
            }
        }
        return orphans(object.namespace());
    }

    private static List<String> ownerUids(ApiObject object) {
        JsonNode owners = owners(object);
        if (owners.isEmpty()) {
            return List.of();
        }
        List<String> uids = new ArrayList<>(owners.size());
        owners.forEach(owner -> uids.add(Json.textOr(owner, "", "uid")));
        return uids;
    }

    private static JsonNode owners(ApiObject object) {
        return object.metadata().path("ownerReferences");
    }

    /** The value of {@link #CONTROLLER_UID} under which the objects of a namespace stand that nobody controls. */
    public static String orphans(String namespace) {
        return "orphans/" + namespace; // no uid has a slash
    }
}
