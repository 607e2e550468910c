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
        if (call == null && !refused && !body.add(bytes)) {
            refused = true;
            out.whole(Gateway.TOO_LARGE);
        }
    }

    @Override
    public void pause() {
        if (call == null && !refused) {
            begin(body::next, false);
        }
    }

    @Override
    public void end() {
        if (call == null && !refused) {
            begin(body::last, true);
        }
    }

    private interface Reading {
        @Nullable
        PlacedJson read() throws BadJsonException;
    }

    /** Makes the call, unless there may yet be a document that is not there. */
    private void begin(Reading reading, boolean isAll) {
        byte[] request;
        try {
            PlacedJson json = reading.read();
            if (json == null && !isAll) {
                return;
            }
            request = json == null ? new byte[0] : route.request(json);
        } catch (BadJsonException e) {
            refuse(Status.INVALID_ARGUMENT.withDescription(e.getMessage()));
            return;
        } catch (StatusException e) {
            refuse(e.getStatus());
            return;
        }
        LocalCall.Answers answers = route.isStreamed() ? new ManyAnswers(route, out) : new OneAnswer(route, out);
        LocalCall<?, ?> begun = route.call(head, answers);
        call = begun;
        begun.message(request);
        begun.halfClose();
        begun.run();
    }

    private void refuse(Status status) {
        refused = true;
        out.whole(Replies.bad(status));
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
