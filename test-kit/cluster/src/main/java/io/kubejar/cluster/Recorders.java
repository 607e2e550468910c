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
record Recorders(Timeline timeline, ActivityLog activity, AskLog asks) implements RequestObserver {
    /** Empty ones. */
    static Recorders fresh(Supplier<Instant> now) {
        return new Recorders(new Timeline(now), new ActivityLog(), new AskLog());
    }

    /** Those of a copy: it has the history, and counts anew. */
    Recorders fork(Supplier<Instant> otherNow) {
        return new Recorders(timeline.fork(otherNow), new ActivityLog(), new AskLog());
    }

    @Override
    public void written(Call call, ApiObject object, long cause) {
        timeline.written(call, object, cause);
        activity.written(call.user().name());
    }

    @Override
    public void unchanged(Call call) {
        activity.unchanged(call.user().name(), call.ref().path());
    }

    @Override
    public void refused(Call call, StatusException why) {
        activity.refused(call.user().name(), call.ref().path(), why);
    }

    @Override
    public void asked(Attributes what, boolean allowed) {
        asks.asked(what, allowed);
    }
}
