package io.kubejar.cluster;

import io.kubejar.cluster.activity.ActivityLog;
import io.kubejar.cluster.permissions.AskLog;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.server.authz.Attributes;
import io.kubejar.server.request.Call;
import io.kubejar.server.request.RequestObserver;
import java.time.Instant;
import java.util.function.Supplier;

/** Who is told of what happens: the timeline, the count of what everybody does, and what everybody asked for. */
record Recorders(Timeline timeline, ActivityLog activity, AskLog asks, boolean kept) implements RequestObserver {
    /** Empty ones; those that do not keep anything know only how many writes there were. */
    static Recorders fresh(Supplier<Instant> now, boolean kept) {
        return new Recorders(new Timeline(now), new ActivityLog(), new AskLog(), kept);
    }

    /** Those of a copy: it has the history, and counts anew. */
    Recorders fork(Supplier<Instant> otherNow) {
        return new Recorders(timeline.fork(otherNow), new ActivityLog(), new AskLog(), kept);
    }

    @Override
    public void written(Call call, ApiObject object, long cause) {
        if (!kept) {
            timeline.passed(call);
            return;
        }
        timeline.written(call, object, cause);
        activity.written(call.user().name());
    }

    @Override
    public void unchanged(Call call) {
        if (kept) {
            activity.unchanged(call.user().name(), call.ref().path());
        }
    }

    @Override
    public void refused(Call call, StatusException why) {
        if (kept) {
            activity.refused(call.user().name(), call.ref().path(), why);
        }
    }

    @Override
    public void asked(Attributes what, boolean allowed) {
        if (kept) {
            asks.asked(what, allowed);
        }
    }
}
