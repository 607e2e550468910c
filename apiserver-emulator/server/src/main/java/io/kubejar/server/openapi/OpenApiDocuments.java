package io.kubejar.server.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.exchange.Headers;
import io.kubejar.server.openapi.Accept.Form;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code /openapi/v2}, {@code /openapi/v3} and what is below it. A document is made when it is first asked for
 * and kept until something it tells of changes. Thread-safe. Upstream: kube-openapi pkg/handler and pkg/handler3, and
 * kube-aggregator's merge of both, v1.36.
 */
public final class OpenApiDocuments {
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'UTC'", Locale.ROOT);

    private final String release;
    private volatile Served served;

    /** {@code release} is the version that the documents name, for example {@code 1.36}. Nothing is served at first. */
    public OpenApiDocuments(String release) {
        this.release = release;
        this.served = Served.of(release, List.of(), null);
    }

    /** Sets what is served from now on: all resources and subresources of all groups, custom ones included. */
    public synchronized void serve(List<ServedResource> resources) {
        served = Served.of(release, resources, served);
    }

    /** {@code GET /openapi/v2}; the headers are those of the request. */
    public OpenApiAnswer version2(Headers request) {
        Form form = Accept.of(request.first("accept"), Form.V2);
        if (form == null) {
            return refused();
        }
        Served.Version2 document = served.version2();
        String tag = "\"" + document.tag() + (form.isJson() ? "" : "-PB") + "\"";
        Headers headers = new Headers()
                .add("Vary", "Accept")
                .add("Content-Type", form.contentType())
                .add("Etag", tag);
        if (tag.equals(request.first("if-none-match"))) {
            return new OpenApiAnswer(304, headers, new byte[0]);
        }
        return new OpenApiAnswer(200, headers, form.isJson() ? document.json() : document.protobuf());
    }

    /** {@code GET /openapi/v3}: which documents there are, with a hash of each. */
    public OpenApiAnswer index() {
        ObjectNode out = Json.object();
        ObjectNode paths = out.putObject("paths");
        served.documents()
                .forEach(
                        (path, document) -> paths.putObject(path).put("serverRelativeURL", url(path, document.hash())));
        Headers headers = new Headers().add("Content-Type", "text/plain; charset=utf-8");
        return new OpenApiAnswer(200, headers, Json.bytes(out));
    }

    /**
     * {@code GET /openapi/v3/PATH}.
     *
     * @param path without slash at its begin, for example {@code apis/apps/v1}
     * @param hash the query parameter; "" when there is none
     * @return null when there is no such document
     */
    public @Nullable OpenApiAnswer version3(String path, String hash, Headers request, Instant now) {
        Served.Document document = served.documents().get(path);
        if (document == null) {
            return null;
        }
        Form form = Accept.of(request.first("accept"), Form.V3);
        if (form == null) {
            return refused();
        }
        String tag = "\"" + document.hash() + "\"";
        Headers headers = new Headers()
                .add("Vary", "Accept")
                .add("Content-Type", form.contentType())
                .add("Etag", tag);
        if (!hash.isEmpty() && !hash.equals(document.hash())) {
            Headers moved = new Headers().add("Vary", "Accept").add("Location", url(path, document.hash()));
            return new OpenApiAnswer(301, moved, new byte[0]);
        }
        if (!hash.isEmpty()) {
            ZonedDateTime end = now.atZone(ZoneOffset.UTC).plusYears(1);
            headers.add("Cache-Control", "public, immutable").add("Expires", HTTP_DATE.format(end));
        }
        if (tag.equals(request.first("if-none-match"))) {
            return new OpenApiAnswer(304, headers, new byte[0]);
        }
        return new OpenApiAnswer(200, headers, document.json());
    }

    private static String url(String path, String hash) {
        return "/openapi/v3/" + path + "?hash=" + hash;
    }

    private static OpenApiAnswer refused() {
        return new OpenApiAnswer(406, new Headers().add("Vary", "Accept"), new byte[0]);
    }
}
