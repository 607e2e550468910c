package io.kubejar.fabric8;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.StandardHttpClient;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import io.fabric8.kubernetes.client.http.StandardWebSocketBuilder;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.http.WebSocketResponse;
import io.fabric8.kubernetes.client.http.WebSocketUpgradeResponse;
import io.kubejar.cluster.ClusterHttp;
import io.kubejar.server.exchange.Answer;
import io.kubejar.server.exchange.Headers;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** The HTTP part of a client: requests go into the cluster on the caller's thread, and are answered when they return. */
final class InProcessClient extends StandardHttpClient<InProcessClient, InProcessFactory, InProcessBuilder> {
    private final ClusterHttp http;
    private final InProcessFactory factory;

    InProcessClient(InProcessBuilder builder, AtomicBoolean closed) {
        super(builder, closed);
        factory = builder.getClientFactory();
        http = factory.http();
    }

    @Override
    public CompletableFuture<HttpResponse<AsyncBody>> consumeBytesDirect(
            StandardHttpRequest request, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        try {
            Answer answer = send(request);
            return CompletableFuture.completedFuture(
                    new InProcessResponse(request, answer, new PushedBody(answer.body(), consumer)));
        } catch (IOException | RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Answer send(StandardHttpRequest request) throws IOException {
        if (isClosed()) {
            throw new IllegalStateException("the client is closed");
        }
        Headers headers = new Headers();
        request.headers().forEach((name, values) -> values.forEach(value -> headers.add(name, value)));
        String type = request.getContentType();
        if (type != null && headers.first("content-type") == null) {
            headers.add("content-type", type);
        }
        return http.send(request.method(), target(request.uri()), headers, bytes(request.body()));
    }

    private String target(URI uri) {
        String query = uri.getRawQuery();
        return query == null ? uri.getRawPath() : http.lasting(uri.getRawPath() + "?" + query);
    }

    private static byte[] bytes(StandardHttpRequest.BodyContent body) throws IOException {
        if (body instanceof StandardHttpRequest.StringBodyContent text) {
            return text.getContent().getBytes(StandardCharsets.UTF_8);
        }
        if (body instanceof StandardHttpRequest.ByteArrayBodyContent array) {
            return array.getContent();
        }
        return body instanceof StandardHttpRequest.InputStreamBodyContent stream
                ? stream.getContent().readAllBytes()
                : new byte[0];
    }

    /** What a client without WebSockets gets: the answer to the plain request, which is no switch of protocols. */
    @Override
    public CompletableFuture<WebSocketResponse> buildWebSocketDirect(
            StandardWebSocketBuilder asked, WebSocket.Listener listener) {
        StandardHttpRequest request = asked.asHttpRequest();
        try {
            Answer answer = send(request);
            answer.body().cancel();
            WebSocketUpgradeResponse upgrade = new WebSocketUpgradeResponse(
                    request, answer.status(), answer.headers().asMap());
            return CompletableFuture.completedFuture(
                    new WebSocketResponse(upgrade, new ProtocolException("no WebSockets in process")));
        } catch (IOException | RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    protected void doClose() {
        factory.closed(); // there is no connection
    }
}
