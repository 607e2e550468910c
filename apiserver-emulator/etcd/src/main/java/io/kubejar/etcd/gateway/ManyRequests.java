package io.kubejar.etcd.gateway;

import io.grpc.Status;
import io.grpc.StatusException;
import io.kubejar.core.object.PlacedJson;
import io.kubejar.etcd.http.Intake;
import io.kubejar.etcd.http.Output;

/**
 * The body of a method that takes many messages: documents one behind the other, each handed on as soon as it is whole. A bad
 * one is answered with the status that upstream's generated code has for it, and then forgets to send.
 */
final class ManyRequests implements Intake {
    private final Route route;
    private final Documents body;
    private final ManyAnswers answers;
    private final LocalCall<?, ?> call;
    private boolean refused;

    ManyRequests(Route route, Route.Head head, Output out, int maxBodyBytes) {
        this.route = route;
        this.body = new Documents(maxBodyBytes);
        this.answers = new ManyAnswers(route, out);
        this.call = route.call(head, answers);
        call.run();
    }

    @Override
    public void part(byte[] bytes) {
        if (refused) {
            return;
        }
        if (!body.add(bytes)) {
            refuse(Status.RESOURCE_EXHAUSTED.withDescription("http: request body too large"));
            return;
        }
        try {
            for (PlacedJson json = body.next(); json != null; json = body.next()) {
                call.message(route.request(json));
            }
            call.run();
        } catch (BadJsonException e) {
            refuse(e);
        } catch (StatusException e) {
            refuse(e.getStatus());
        }
    }

    @Override
    public void end() {
        if (refused) {
            return;
        }
        try {
            PlacedJson json = body.last();
            if (json != null) {
                call.message(route.request(json));
            }
        } catch (BadJsonException e) {
            refuse(e);
            return;
        } catch (StatusException e) {
            refuse(e.getStatus());
            return;
        }
        if (!route.goesOn()) {
            call.halfClose();
        }
        call.run();
    }

    private void refuse(BadJsonException why) {
        refuse(Status.INVALID_ARGUMENT.withDescription("Failed to decode request: " + why.getMessage()));
    }

    private void refuse(Status status) {
        refused = true;
        answers.closed(status);
        call.cancel();
        call.run();
    }

    @Override
    public void ready() {
        call.ready();
        call.run();
    }

    @Override
    public void gone() {
        call.cancel();
        call.run();
    }
}
