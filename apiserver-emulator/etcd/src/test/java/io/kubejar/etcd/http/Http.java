package io.kubejar.etcd.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The JDK's client, at an etcd on the loopback address. */
public final class Http {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient client;
    private final String url;

    /** In plain text. */
    public Http(int port) {
        this(HttpClient.newHttpClient(), "http://127.0.0.1:" + port);
    }

    /** By a client of the caller's. */
    public Http(HttpClient client, String url) {
        this.client = client;
        this.url = url;
    }

    /** Asks for a path. */
    public HttpResponse<String> get(String path) {
        return send("GET", path, "");
    }

    /** Sends a body. */
    public HttpResponse<String> post(String path, String body, String... fields) {
        return send("POST", path, body, fields);
    }

    /** Any request; {@code fields} are names and values in turn. */
    public HttpResponse<String> send(String method, String path, String body, String... fields) {
        try {
            return client.send(request(method, path, body, fields), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The request itself, for another way to send it. */
    public HttpRequest request(String method, String path, String body, String... fields) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(PATIENCE)
                .method(method, BodyPublishers.ofString(body));
        if (fields.length > 0) {
            builder.headers(fields);
        }
        return builder.build();
    }

    /** What sends it. */
    public HttpClient client() {
        return client;
    }
}
