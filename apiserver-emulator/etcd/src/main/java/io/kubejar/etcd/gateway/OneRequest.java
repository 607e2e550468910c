package io.kubejar.etcd.gateway;

import io.grpc.Status;
import io.grpc.StatusException;
import io.kubejar.core.object.PlacedJson;
import io.kubejar.etcd.http.Intake;
import io.kubejar.etcd.http.Output;
import org.jspecify.annotations.Nullable;

/** The body of a method that takes one message: the first document in it; none is an empty message. */
final class OneRequest implements Intake {
    private final Route route;
    private final Route.Head head;
    private final Output out;
    private final Documents body;
    private @Nullable LocalCall<?, ?> call; // once the body is whole
    private boolean refused;

    OneRequest(Route route, Route.Head head, Output out, int maxBodyBytes) {
        this.route = route;
        this.head = head;
        this.out = out;
        this.body = new Documents(maxBodyBytes);
    }

    @Override
    public void part(byte[] bytes) {
        if (!refused && !body.add(bytes)) {
            refused = true;
            out.whole(Gateway.TOO_LARGE);
        }
    }

    @Override
    public void end() {
        if (refused) {
            return;
        }
        byte[] request;
        try {
            PlacedJson json = body.last();
            request = json == null ? new byte[0] : route.request(json);
        } catch (BadJsonException e) {
            out.whole(Replies.bad(Status.INVALID_ARGUMENT.withDescription(e.getMessage())));
            return;
        } catch (StatusException e) {
            out.whole(Replies.bad(e.getStatus()));
            return;
        }
        LocalCall.Answers answers = route.isStreamed() ? new ManyAnswers(route, out) : new OneAnswer(route, out);
        LocalCall<?, ?> begun = route.call(head, answers);
        call = begun;
        begun.message(request);
        begun.halfClose();
        begun.run();
    }

    @Override
    public void ready() {
        LocalCall<?, ?> running = call;
        if (running != null) {
            running.ready();
            running.run();
        }
    }

    @Override
    public void gone() {
        LocalCall<?, ?> running = call;
        if (running != null) {
            running.cancel();
            running.run();
        }
    }
}
