package io.kubejar.etcd.gateway;

import io.grpc.Status;
import io.kubejar.etcd.http.Output;
import org.jspecify.annotations.Nullable;

/** The answer of a method that gives one. */
final class OneAnswer implements LocalCall.Answers {
    private final Route route;
    private final Output out;
    private volatile byte @Nullable [] message;

    OneAnswer(Route route, Output out) {
        this.route = route;
        this.out = out;
    }

    @Override
    public void message(byte[] bytes) {
        message = bytes;
    }

    @Override
    public void closed(Status status) {
        byte[] bytes = message;
        out.whole(status.isOk() && bytes != null ? Replies.good(route.response(bytes)) : Replies.bad(status));
    }

    @Override
    public void expired() {
        out.whole(Replies.bad(Deadline.EXCEEDED));
    }

    @Override
    public boolean isReady() {
        return true;
    }
}
