package io.kubejar.etcd.http;

import java.util.function.Function;

/** What is at a path. */
@FunctionalInterface
public interface Endpoint {
    /** Takes up a request; on the connection's thread, which must not wait. */
    Intake begin(RequestHead request, Output out);

    /** One that answers at once and does not look at the body. */
    static Endpoint of(Function<RequestHead, Reply> answer) {
        return (request, out) -> new Intake() {
            @Override
            public void part(byte[] bytes) {}

            @Override
            public void pause() {
                end();
            }

            @Override
            public void end() {
                out.whole(answer.apply(request));
            }
        };
    }

    /** The same, for a path that knows no method but GET. */
    static Endpoint get(Function<RequestHead, Reply> answer) {
        return of(request -> request.method().equals("GET") ? answer.apply(request) : Reply.onlyGet());
    }
}
