package io.kubejar.official;

import io.kubejar.cluster.ClusterHttp;
import io.kubejar.cluster.Mode;
import io.kubejar.server.exchange.Answer;
import io.kubejar.server.exchange.Headers;
import java.io.IOException;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;

/** Answers every request from the cluster, on the caller's thread; none gets as far as a connection. */
final class InProcess implements Interceptor {
    private final ClusterHttp http;
    private final OpenBodies open;
    /** The only thread of a seeded cluster. */
    private final Thread owner = Thread.currentThread();

    InProcess(ClusterHttp http, OpenBodies open) {
        this.http = http;
        this.open = open;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        open.require();
        if (http.mode() == Mode.SEEDED) {
            requireNoOtherThread(request.url());
        }
        Headers headers = new Headers();
        for (int i = 0; i < request.headers().size(); i++) {
            headers.add(request.headers().name(i), request.headers().value(i));
        }
        RequestBody body = request.body();
        Buffer bytes = new Buffer();
        if (body != null) {
            body.writeTo(bytes);
            if (body.contentType() != null && headers.first("content-type") == null) {
                headers.add("content-type", String.valueOf(body.contentType()));
            }
        }
        Answer answer = http.send(request.method(), target(request.url()), headers, bytes.readByteArray());
        open.opened(chain.call(), answer.body());
        return response(request, answer, new TakenBody(answer, () -> open.closed(chain.call())));
    }

    private String target(HttpUrl url) {
        String query = url.encodedQuery();
        return query == null ? url.encodedPath() : http.lasting(url.encodedPath() + "?" + query);
    }

    /** As over HTTP/2, which this client speaks by default: there a status has no words. */
    private static Response response(Request request, Answer answer, TakenBody body) {
        Response.Builder response = new Response.Builder()
                .request(request)
                .protocol(Protocol.HTTP_2)
                .code(answer.status())
                .message("")
                .body(body);
        answer.headers().asMap().forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
        return response.build();
    }

    private void requireNoOtherThread(HttpUrl url) throws IOException {
        String watch = url.queryParameter("watch");
        if (watch != null && !watch.equals("false")) {
            throw new IOException(
                    "a seeded cluster has no watches for the official client, whose informers wait on threads"
                            + " of their own: use Mode.VIRTUAL, or fabric8's client");
        }
        if ("true".equals(url.queryParameter("follow"))) {
            throw new IOException(
                    "a seeded cluster has no logs that are followed: nothing moves while one waits for them");
        }
        if (Thread.currentThread() != owner) {
            throw new IOException("a seeded cluster has one thread, " + owner.getName() + ": refused what came from "
                    + Thread.currentThread().getName());
        }
    }
}
