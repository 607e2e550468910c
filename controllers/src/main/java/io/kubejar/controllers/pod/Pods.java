package io.kubejar.controllers.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Questions about a pod. Upstream: k8s.io/kubernetes/pkg/api/v1/pod/util.go and pkg/controller/controller_utils.go, v1.36. */
public final class Pods {
    private Pods() {}

    /** {@code status.phase}; "Pending" while there is none. */
    public static String phase(ApiObject pod) {
        return Json.textOr(pod.status(), "Pending", "phase");
    }

    /** Whether it neither has ended nor is being deleted. Upstream: controller.IsPodActive. */
    public static boolean isActive(ApiObject pod) {
        return !isFinished(pod) && !pod.isTerminating();
    }

    /** Whether it has succeeded or failed. */
    public static boolean isFinished(ApiObject pod) {
        String phase = phase(pod);
        return phase.equals("Succeeded") || phase.equals("Failed");
    }

    /** The condition of a type, or null. */
    public static @Nullable JsonNode condition(ApiObject object, String type) {
        for (JsonNode condition : object.status().path("conditions")) {
            if (type.equals(Json.text(condition, "type"))) {
                return condition;
            }
        }
        return null;
    }

    /** Whether its Ready condition is True. */
    public static boolean isReady(ApiObject pod) {
        JsonNode ready = condition(pod, "Ready");
        return ready != null && "True".equals(Json.text(ready, "status"));
    }

    /** Since when it has been ready, or null when it is not. */
    public static @Nullable Instant readySince(ApiObject pod) {
        JsonNode ready = condition(pod, "Ready");
        return isReady(pod) && ready != null ? Times.parse(Json.text(ready, "lastTransitionTime")) : null;
    }

    /** Whether it has been ready for this long. Upstream: podutil.IsPodAvailable. */
    public static boolean isAvailable(ApiObject pod, Duration minReady, Instant now) {
        if (!isReady(pod)) {
            return false;
        }
        Instant since = readySince(pod);
        return minReady.isZero() || (since != null && !since.plus(minReady).isAfter(now));
    }

    /** The node it is bound to; "" while it is not. */
    public static String nodeName(ApiObject pod) {
        return Json.textOr(pod.spec(), "", "nodeName");
    }

    /** The sum of its containers' restarts, the largest one counts. Upstream: maxContainerRestarts. */
    public static int maxRestarts(ApiObject pod) {
        int max = 0;
        for (JsonNode container : pod.status().path("containerStatuses")) {
            max = Math.max(max, container.path("restartCount").asInt());
        }
        return max;
    }

    /** After how long the next ready pod becomes available; empty when none waits for it. */
    public static Optional<Duration> nextAvailable(Collection<ApiObject> active, Duration minReady, Instant now) {
        if (minReady.isZero()) {
            return Optional.empty();
        }
        return active.stream()
                .map(Pods::readySince)
                .filter(since -> since != null && since.plus(minReady).isAfter(now))
                .map(since -> Duration.between(now, since.plus(minReady)))
                .min(Duration::compareTo);
    }
}
