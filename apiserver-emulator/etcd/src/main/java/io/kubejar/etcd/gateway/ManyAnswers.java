package io.kubejar.etcd.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grpc.Status;
import io.kubejar.core.object.HtmlSafe;
import io.kubejar.etcd.http.Output;

/** The answers of a method that gives many, a document a line. Source: grpc-gateway 2.26 runtime.ForwardResponseStream. */
final class ManyAnswers implements LocalCall.Answers {
    private final Route route;
    private final Output out;
    private boolean begun; // guarded by this
    private boolean ended; // guarded by this

    ManyAnswers(Route route, Output out) {
        this.route = route;
        this.out = out;
    }

    @Override
    public synchronized void message(byte[] bytes) {
        if (!ended) {
            begin(200);
            line("{\"result\":" + HtmlSafe.json(route.response(bytes)) + "}");
        }
    }

    @Override
    public synchronized void closed(Status status) {
        if (ended) {
            return;
        }
        begin(HttpCodes.of(status.getCode()));
        if (!status.isOk()) {
            line("{\"error\":" + HtmlSafe.json(Replies.error(status)) + "}");
        }
        ended = true;
        out.end();
    }

    /** Before the first answer there is nothing to add to. */
    @Override
    public synchronized void expired() {
        if (begun) {
            closed(Deadline.EXCEEDED);
        } else if (!ended) {
            ended = true;
            out.whole(Replies.bad(Deadline.EXCEEDED));
        }
    }

    private void begin(int status) {
        if (!begun) {
            begun = true;
            out.start(status, status == 200 ? Replies.GOOD : Replies.BAD);
        }
    }

    private void line(String json) {
        out.part((json + "\n").getBytes(UTF_8));
    }

    @Override
    public boolean isReady() {
        return out.isReady();
    }
}
