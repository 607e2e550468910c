package io.kubejar.controllers.deployment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.core.reconcile.EventNote;
import io.kubejar.core.reconcile.Plan;
import io.kubejar.core.reconcile.Write;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The rollback that the annotation {@code deprecated.deployment.rollback.to} asks for; kubectl makes one by writing the old
 * template itself. Upstream: pkg/controller/deployment/rollback.go, v1.36.
 */
final class Rollback {
    private Rollback() {}

    /** The revision that is asked for (0 for the last one), or null when none is. */
    static @Nullable Long wanted(ApiObject deployment) {
        String text = deployment.annotation(Revisions.ROLLBACK_TO);
        try {
            return text == null || text.isEmpty() ? null : Long.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** The Deployment with the template of that revision, or an event that says why not. */
    static Plan to(View view, long wanted) {
        ApiObject deployment = view.deployment();
        long revision = wanted == 0 ? last(view.all()) : wanted;
        if (revision == 0) {
            return refuse(deployment, "DeploymentRollbackRevisionNotFound", "Unable to find last revision.");
        }
        for (ApiObject set : view.all()) {
            Long found = Revisions.of(set);
            if (found != null && found == revision) {
                return to(deployment, set, revision);
            }
        }
        return refuse(deployment, "DeploymentRollbackRevisionNotFound", "Unable to find the revision to rollback to.");
    }

    private static Plan to(ApiObject deployment, ApiObject set, long revision) {
        if (Sets.sameTemplate(deployment.spec().path("template"), set.spec().path("template"))) {
            return refuse(
                    deployment,
                    "DeploymentRollbackTemplateUnchanged",
                    "The rollback revision contains the same template as current deployment \"" + deployment.name()
                            + "\"");
        }
        ApiObject after = deployment.edit(root -> {
            Json.child(root, "spec").set("template", Sets.withoutHash(set.spec().path("template")));
            ObjectNode annotations = Revisions.afterRollback(deployment, set);
            annotations.remove(Revisions.ROLLBACK_TO);
            Json.child(root, "metadata").set("annotations", annotations);
        });
        String message = "Rolled back deployment \"" + deployment.name() + "\" to revision " + revision;
        return Plan.builder()
                .write(
                        new Write.Update(ResourceRef.to(Resources.DEPLOYMENTS, after), after),
                        stored -> Plan.event(EventNote.normal(deployment, "DeploymentRollback", message)),
                        null)
                .build();
    }

    private static Plan refuse(ApiObject deployment, String reason, String message) {
        ApiObject after = deployment.edit(
                root -> Json.child(Json.child(root, "metadata"), "annotations").remove(Revisions.ROLLBACK_TO));
        return Plan.builder()
                .event(EventNote.warning(deployment, reason, message))
                .update(ResourceRef.to(Resources.DEPLOYMENTS, after), after)
                .build();
    }

    /** The second largest revision. Upstream: LastRevision. */
    private static long last(Collection<ApiObject> sets) {
        long max = 0;
        long second = 0;
        for (ApiObject set : sets) {
            Long revision = Revisions.of(set);
            if (revision != null && revision >= max) {
                second = max;
                max = revision;
            } else if (revision != null && revision > second) {
                second = revision;
            }
        }
        return second;
    }
}
