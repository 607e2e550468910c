package io.kubejar.controllers.deployment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Revisions and the other annotations that a Deployment and its ReplicaSets share. Upstream: SetNewReplicaSetAnnotations
 * and its neighbours in pkg/controller/deployment/util/deployment_util.go, v1.36.
 */
final class Revisions {
    static final String REVISION = "deployment.kubernetes.io/revision";
    static final String HISTORY = "deployment.kubernetes.io/revision-history";
    static final String DESIRED = "deployment.kubernetes.io/desired-replicas";
    static final String MAX = "deployment.kubernetes.io/max-replicas";
    static final String ROLLBACK_TO = "deprecated.deployment.rollback.to";

    private static final int HISTORY_LENGTH_MAX = 2000;
    private static final Set<String> OWN =
            Set.of("kubectl.kubernetes.io/last-applied-configuration", REVISION, HISTORY, DESIRED, MAX, ROLLBACK_TO);

    private Revisions() {}

    /** The revision of a set: 0 when it has none, null when it is no number. */
    static @Nullable Long of(ApiObject set) {
        String text = set.annotation(REVISION);
        try {
            return text == null ? 0 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** The largest revision of the sets, 0 when there is none. */
    static long max(Collection<ApiObject> sets) {
        long max = 0;
        for (ApiObject set : sets) {
            Long revision = of(set);
            max = revision == null ? max : Math.max(max, revision);
        }
        return max;
    }

    /** Whether an annotation belongs to one object and is not handed on. */
    static boolean isOwn(String annotation) {
        return OWN.contains(annotation);
    }

    /**
     * The new set with the annotations that it should have: those of the Deployment, and a revision above all old ones,
     * whose predecessor goes into the history.
     *
     * @param fresh whether the set is about to be created, so that it gets the replica annotations too
     */
    static ApiObject annotated(ApiObject deployment, ApiObject set, long revision, boolean fresh) {
        Long before = of(set);
        if (before == null) {
            return set;
        }
        ApiObject after = set.edit(root -> {
            ObjectNode annotations = Json.child(Json.child(root, "metadata"), "annotations");
            deployment.annotations().forEach((key, value) -> {
                if (!isOwn(key)) {
                    annotations.put(key, value);
                }
            });
            if (before < revision) {
                annotations.put(REVISION, Long.toString(revision));
                if (set.annotation(REVISION) != null) {
                    String history = history(Json.textOr(annotations, "", HISTORY), Long.toString(before));
                    annotations.put(HISTORY, history);
                }
            }
            if (fresh) {
                putReplicas(deployment, annotations);
            }
        });
        return after.annotations().equals(set.annotations()) ? set : after;
    }

    /** The history with one more revision at its end; the oldest go when it would become too long. */
    private static String history(String history, String revision) {
        if (history.isEmpty()) {
            return revision;
        }
        List<String> all = new ArrayList<>(List.of(history.split(",")));
        int length = history.length() + revision.length() + 1;
        while (length > HISTORY_LENGTH_MAX && !all.isEmpty()) {
            length -= all.remove(0).length() + 1;
        }
        all.add(revision);
        return String.join(",", all);
    }

    /** Puts how many pods the Deployment wanted when it last scaled the set. Upstream: SetReplicasAnnotations. */
    static void putReplicas(ApiObject deployment, ObjectNode annotations) {
        int replicas = Deployments.replicas(deployment);
        annotations.put(DESIRED, Integer.toString(replicas));
        annotations.put(MAX, Integer.toString(replicas + Deployments.maxSurge(deployment)));
    }

    /** A count in an annotation; -1 when there is none. Upstream: getNonNegativeInt32FromAnnotation. */
    static int count(ApiObject set, String annotation) {
        String text = set.annotation(annotation);
        try {
            return text == null ? -1 : Math.max(-1, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** The Deployment with a revision. Upstream: SetDeploymentRevision. */
    static ApiObject withRevision(ApiObject deployment, @Nullable String revision) {
        if (revision == null || revision.equals(deployment.annotation(REVISION))) {
            return deployment;
        }
        return deployment.edit(
                root -> Json.child(Json.child(root, "metadata"), "annotations").put(REVISION, revision));
    }

    /** The Deployment's annotations after a rollback to a set. Upstream: SetDeploymentAnnotationsTo. */
    static ObjectNode afterRollback(ApiObject deployment, ApiObject set) {
        ObjectNode out = Json.object();
        put(deployment.annotations(), true, out);
        put(set.annotations(), false, out);
        return out;
    }

    private static void put(Map<String, String> annotations, boolean own, ObjectNode out) {
        annotations.forEach((key, value) -> {
            if (isOwn(key) == own) {
                out.put(key, value);
            }
        });
    }
}
