package io.kubejar.controllers.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.controllers.pod.IntOrPercent;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;

/** Questions about a Deployment. Upstream: pkg/controller/deployment/util/deployment_util.go, v1.36. */
final class Deployments {
    private Deployments() {}

    /** {@code spec.replicas}. */
    static int replicas(ApiObject deployment) {
        return (int) Json.number(deployment.spec(), 1, "replicas");
    }

    /** Whether pods are replaced bit by bit; otherwise the old ones go before the new ones come. */
    static boolean isRolling(ApiObject deployment) {
        return Json.textOr(deployment.spec(), "RollingUpdate", "strategy", "type")
                .equals("RollingUpdate");
    }

    /** {@code spec.paused}. */
    static boolean isPaused(ApiObject deployment) {
        return Json.isTrue(deployment.spec(), "paused");
    }

    /** How many pods there may be above {@code spec.replicas}. Upstream: MaxSurge. */
    static int maxSurge(ApiObject deployment) {
        return isRolling(deployment)
                ? IntOrPercent.scaled(
                        deployment.at("spec", "strategy", "rollingUpdate", "maxSurge"), replicas(deployment), true)
                : 0;
    }

    /** How many of {@code spec.replicas} may be missing during a rollout. Upstream: MaxUnavailable, ResolveFenceposts. */
    static int maxUnavailable(ApiObject deployment) {
        int replicas = replicas(deployment);
        if (!isRolling(deployment) || replicas == 0) {
            return 0;
        }
        JsonNode value = deployment.at("spec", "strategy", "rollingUpdate", "maxUnavailable");
        int unavailable = IntOrPercent.scaled(value, replicas, false);
        if (unavailable == 0 && maxSurge(deployment) == 0) {
            unavailable = 1; // else nothing could ever move
        }
        return Math.min(unavailable, replicas);
    }

    /** Whether the rollout must make progress within {@code spec.progressDeadlineSeconds}. */
    static boolean hasDeadline(ApiObject deployment) {
        return isLimit(deployment.spec().path("progressDeadlineSeconds"));
    }

    /** Whether old ReplicaSets are removed beyond {@code spec.revisionHistoryLimit}. */
    static boolean hasHistoryLimit(ApiObject deployment) {
        return isLimit(deployment.spec().path("revisionHistoryLimit"));
    }

    private static boolean isLimit(JsonNode value) {
        return value.isNumber() && value.intValue() != Integer.MAX_VALUE;
    }

    /** Whether all pods are new and available. Upstream: DeploymentComplete. */
    static boolean isComplete(ApiObject deployment, JsonNode status) {
        int replicas = replicas(deployment);
        return Json.number(status, 0, "updatedReplicas") == replicas
                && Json.number(status, 0, "replicas") == replicas
                && Json.number(status, 0, "availableReplicas") == replicas
                && Json.number(status, 0, "observedGeneration") >= deployment.generation();
    }
}
