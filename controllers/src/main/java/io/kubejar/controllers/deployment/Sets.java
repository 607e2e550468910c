package io.kubejar.controllers.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Questions about the ReplicaSets of a Deployment. Upstream: pkg/controller/deployment/util/deployment_util.go, v1.36. */
final class Sets {
    /** The label that tells the ReplicaSets of one Deployment, and their pods, apart. */
    static final String HASH_LABEL = "pod-template-hash";

    /** Oldest first. Upstream: ReplicaSetsByCreationTimestamp. */
    static final Comparator<ApiObject> BY_AGE =
            Comparator.comparing(Sets::created).thenComparing(ApiObject::name);

    /** Largest first, of equal ones the newest. Upstream: ReplicaSetsBySizeNewer. */
    static final Comparator<ApiObject> BY_SIZE_NEWER =
            Comparator.comparing(Sets::wanted).thenComparing(BY_AGE).reversed();

    /** Largest first, of equal ones the oldest. Upstream: ReplicaSetsBySizeOlder. */
    static final Comparator<ApiObject> BY_SIZE_OLDER =
            Comparator.comparing(Sets::wanted).reversed().thenComparing(BY_AGE);

    private Sets() {}

    private static Instant created(ApiObject set) {
        Instant created = set.created();
        return created == null ? Instant.EPOCH : created;
    }

    /** {@code spec.replicas}. */
    static int wanted(ApiObject set) {
        return (int) Json.number(set.spec(), 1, "replicas");
    }

    /** {@code status.replicas}. */
    static int actual(ApiObject set) {
        return (int) Json.number(set.status(), 0, "replicas");
    }

    /** {@code status.readyReplicas}. */
    static int ready(ApiObject set) {
        return (int) Json.number(set.status(), 0, "readyReplicas");
    }

    /** {@code status.availableReplicas}. */
    static int available(ApiObject set) {
        return (int) Json.number(set.status(), 0, "availableReplicas");
    }

    /** The sum over the sets. */
    static int sum(Collection<ApiObject> sets, ToIntFunction<ApiObject> count) {
        return sets.stream().mapToInt(count).sum();
    }

    /** Those that want pods. Upstream: FilterActiveReplicaSets. */
    static List<ApiObject> active(Collection<ApiObject> sets) {
        return sets.stream().filter(set -> wanted(set) > 0).toList();
    }

    /** The oldest set with the Deployment's template, or null. Upstream: FindNewReplicaSet. */
    static @Nullable ApiObject newOf(ApiObject deployment, Collection<ApiObject> sets) {
        JsonNode template = deployment.spec().path("template");
        return sets.stream()
                .sorted(BY_AGE)
                .filter(set -> sameTemplate(template, set.spec().path("template")))
                .findFirst()
                .orElse(null);
    }

    /** Whether two templates differ in nothing but the hash label. Upstream: EqualIgnoreHash. */
    static boolean sameTemplate(JsonNode one, JsonNode other) {
        return withoutHash(one).equals(withoutHash(other));
    }

    /** A copy of a template without the hash label. */
    static ObjectNode withoutHash(JsonNode template) {
        ObjectNode copy = template.isObject() ? template.deepCopy() : Json.object();
        ObjectNode meta = Json.child(copy, "metadata");
        ObjectNode labels = Json.child(meta, "labels");
        labels.remove(HASH_LABEL);
        if (labels.isEmpty()) {
            meta.remove("labels");
        }
        if (meta.path("creationTimestamp").isNull()) {
            meta.remove("creationTimestamp");
        }
        return copy;
    }
}
