package io.kubejar.core.election;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Times;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a Lease says about who leads. Upstream: LeaderElectionRecord and LeaseSpecToLeaderElectionRecord (client-go
 * tools/leaderelection/resourcelock), v1.36.
 *
 * @param holder who leads; "" when the last leader has given it back
 * @param seconds how long that is good for without a sign of life
 * @param transitions how often the leader has changed
 * @param acquired since when the holder leads; null when it does not say
 * @param renewed the holder's last sign of life by its own clock; null when it does not say
 */
public record LeaseRecord(
        String holder,
        int seconds,
        int transitions,
        @Nullable Instant acquired,
        @Nullable Instant renewed) {
    /** What a Lease says. */
    public static LeaseRecord of(ApiObject lease) {
        JsonNode spec = lease.spec();
        return new LeaseRecord(
                Json.textOr(spec, "", "holderIdentity"),
                spec.path("leaseDurationSeconds").asInt(),
                spec.path("leaseTransitions").asInt(),
                Times.parse(Json.text(spec, "acquireTime")),
                Times.parse(Json.text(spec, "renewTime")));
    }

    /** The Lease with this in it. */
    public ApiObject into(ApiObject lease) {
        return lease.edit(root -> {
            ObjectNode spec = root.putObject("spec");
            spec.put("holderIdentity", holder).put("leaseDurationSeconds", seconds);
            if (acquired != null) {
                spec.put("acquireTime", Times.formatMicros(acquired));
            }
            if (renewed != null) {
                spec.put("renewTime", Times.formatMicros(renewed));
            }
            spec.put("leaseTransitions", transitions);
        });
    }
}
