package io.kubejar.server.remote;

import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.ListOptions;
import io.kubejar.core.client.ObjectList;
import io.kubejar.core.client.Patch;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WatchHandler;
import io.kubejar.core.client.WatchOptions;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;

/**
 * A client of any conformant API server over HTTP. A server that cannot be reached is a {@link StatusException} with the
 * reason ServiceUnavailable, so that components come again later. The JDK's client keeps a thread while this one is in use.
 */
public final class HttpApiClient implements ApiClient {
    private static final String JSON = "application/json";
    private static final Duration CONNECT = Duration.ofSeconds(10);
    /** Until the answer begins. Upstream: the server's own limit, requestTimeout in server/config.go, v1.36. */
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final Remote remote;
    private final String userAgent;
    private final HttpClient http;

    /**
     * A client of a server.
     *
     * @param userAgent who the server is told is asking, such as {@code kube-scheduler/v1.36.0}; also the default manager
     *     of fields, up to the slash
     */
    public HttpApiClient(Remote remote, String userAgent) {
        this.remote = remote;
        this.userAgent = userAgent;
        this.http = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .sslContext(ClientTls.context(remote))
                .build();
    }

    @Override
    public ApiObject get(ResourceRef ref) {
        HttpResponse<byte[]> answer = send(request(Requests.path(ref)).GET(), BodyHandlers.ofByteArray());
        return Answers.object(answer.statusCode(), answer.body());
    }

    @Override
    public ObjectList list(ResourceRef ref, ListOptions options) {
        HttpResponse<byte[]> answer = send(request(Requests.list(ref, options)).GET(), BodyHandlers.ofByteArray());
        return Answers.list(answer.statusCode(), answer.body());
    }

    @Override
    public Watch watch(ResourceRef ref, WatchOptions options, WatchHandler handler) {
        EventLines lines = new EventLines(handler);
        BodyHandler<byte[]> body = head -> head.statusCode() == 200 ? lines : BodySubscribers.ofByteArray();
        HttpResponse<byte[]> answer;
        try {
            answer = send(request(Requests.watch(ref, options)).GET(), body);
        } catch (StatusException e) {
            if (lines.hasEnded()) {
                return lines; // it began and is over already; the JDK takes that for a failure
            }
            throw e;
        }
        if (answer.statusCode() != 200) {
            throw Answers.failure(answer.statusCode(), answer.body());
        }
        return lines;
    }

    @Override
    public ApiObject create(ResourceRef ref, ApiObject object, WriteOptions options) {
        return write("POST", Requests.write(ref, options), JSON, object.json());
    }

    @Override
    public ApiObject update(ResourceRef ref, ApiObject object, WriteOptions options) {
        return write("PUT", Requests.write(ref, options), JSON, object.json());
    }

    @Override
    public ApiObject patch(ResourceRef ref, Patch patch, WriteOptions options) {
        String target = Requests.patch(ref, patch, options);
        return write("PATCH", target, patch.type().contentType(), Json.bytes(patch.body()));
    }

    @Override
    public ApiObject delete(ResourceRef ref, DeleteOptions options) {
        return write("DELETE", Requests.path(ref), JSON, Requests.body(options));
    }

    @Override
    public void deleteCollection(ResourceRef ref, DeleteOptions options, ListOptions which) {
        write("DELETE", Requests.list(ref, which), JSON, Requests.body(options));
    }

    private ApiObject write(String method, String target, String contentType, byte[] body) {
        HttpRequest.Builder request =
                request(target).header("Content-Type", contentType).method(method, BodyPublishers.ofByteArray(body));
        HttpResponse<byte[]> answer = send(request, BodyHandlers.ofByteArray());
        return Answers.object(answer.statusCode(), answer.body());
    }

    private HttpRequest.Builder request(String target) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(remote.server() + target))
                .timeout(ANSWER)
                .header("Accept", JSON)
                .header("User-Agent", userAgent);
        return remote.token().isEmpty() ? request : request.header("Authorization", "Bearer " + remote.token());
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> body) {
        try {
            return http.send(request.build(), body);
        } catch (IOException e) {
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw StatusException.of(
                    Reason.SERVICE_UNAVAILABLE, "the server " + remote.server() + " cannot be reached: " + why);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StatusException.of(Reason.SERVICE_UNAVAILABLE, "interrupted while waiting for " + remote.server());
        }
    }
}
