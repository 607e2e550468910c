package io.kubejar.server.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kubejar.core.chance.Chance;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.ListOptions;
import io.kubejar.core.client.ObjectList;
import io.kubejar.core.client.Patch;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WatchEvent;
import io.kubejar.core.client.WatchHandler;
import io.kubejar.core.client.WatchOptions;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.time.SystemClock;
import io.kubejar.server.exchange.Exchange;
import io.kubejar.server.exchange.Headers;
import io.kubejar.server.exchange.ResponseStream;
import io.kubejar.server.exchange.ServerRequest;
import io.kubejar.server.http.HttpServer;
import io.kubejar.server.http.HttpServerConfig;
import io.kubejar.server.pki.Identity;
import io.kubejar.server.pki.Pki;
import io.kubejar.server.pki.Subject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HttpApiClientTest {
    private static final Pki PKI = Pki.create(SystemClock.INSTANCE, Chance.secure());
    private static final Gvr PODS = new Gvr("", "v1", "pods");
    private static final Gvr ROLES = new Gvr("rbac.authorization.k8s.io", "v1", "roles");
    private static final ApiObject POD =
            ApiObject.ofJson("{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"a\"}}");

    private static final Queue<String> SEEN = new ConcurrentLinkedQueue<>();
    private static volatile BiConsumer<ServerRequest, Exchange> answer = (request, exchange) -> {};
    private static @Nullable HttpServer server;

    private final Identity mike = PKI.clientCertificate("mike", List.of("dev"));
    private final ApiClient client = new HttpApiClient(remote(mike, ""), "kubejar/test");

    @BeforeAll
    static void start() {
        server = HttpServer.start(
                HttpServerConfig.loopback(
                        0,
                        PKI.server(),
                        List.of(PKI.authority().certificate()),
                        SystemClock.INSTANCE,
                        (what, why) -> SEEN.add(why.toString())),
                (request, exchange) -> {
                    SEEN.add(request.method() + " " + request.path() + " " + request.query() + " "
                            + request.headers().all("content-type") + " "
                            + new String(request.body(), StandardCharsets.UTF_8));
                    answer.accept(request, exchange);
                });
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static Remote remote(@Nullable Identity identity, String token) {
        URI uri = URI.create(server == null ? "https://127.0.0.1:1" : server.url());
        return new Remote(uri, List.of(PKI.authority().certificate()), false, identity, token, "");
    }

    private static void answer(int status, String json) {
        SEEN.clear();
        answer = (request, exchange) -> respond(exchange, status, json);
    }

    private static void respond(Exchange exchange, int status, String text) {
        exchange.respond(
                status, new Headers().add("content-type", "application/json"), text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void everyVerbIsTheRequestThatUpstreamExpects() {
        answer(200, new String(POD.json(), StandardCharsets.UTF_8));
        ResourceRef pod = ResourceRef.of(PODS, "default", "a");
        WriteOptions options = new WriteOptions("me", true, "Strict", 7, true);
        String json = new String(POD.json(), StandardCharsets.UTF_8);

        assertThat(client.get(pod.sub("status"))).isEqualTo(POD);
        client.get(ResourceRef.of(ROLES, "default", "system:a b%"));
        client.create(ResourceRef.of(PODS, "default"), POD, WriteOptions.NONE);
        client.create(pod.sub("binding"), POD, options);
        client.update(pod, POD, WriteOptions.NONE);
        client.patch(pod, Patch.merge("{\"a\":1}"), options);
        client.patch(pod, new Patch(Patch.Type.APPLY, POD.tree()), options);
        client.delete(pod, DeleteOptions.NONE);
        client.delete(pod, new DeleteOptions(0L, "Orphan", "u", "5", true, 0));
        client.deleteCollection(
                ResourceRef.of(PODS, "default"), DeleteOptions.NONE, ListOptions.labels("app in (a,b),c!=d"));

        String none = "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\"}";
        assertThat(SEEN)
                .containsExactly(
                        "GET /api/v1/namespaces/default/pods/a/status {} [] ",
                        "GET /apis/rbac.authorization.k8s.io/v1/namespaces/default/roles/system:a b% {} [] ",
                        "POST /api/v1/namespaces/default/pods {} [application/json] " + json,
                        "POST /api/v1/namespaces/default/pods/a/binding"
                                + " {fieldManager=[me], dryRun=[All], fieldValidation=[Strict]} [application/json] "
                                + json,
                        "PUT /api/v1/namespaces/default/pods/a {} [application/json] " + json,
                        "PATCH /api/v1/namespaces/default/pods/a"
                                + " {fieldManager=[me], dryRun=[All], fieldValidation=[Strict]}"
                                + " [application/merge-patch+json] {\"a\":1}",
                        "PATCH /api/v1/namespaces/default/pods/a"
                                + " {fieldManager=[me], dryRun=[All], fieldValidation=[Strict], force=[true]}"
                                + " [application/apply-patch+yaml] " + json,
                        "DELETE /api/v1/namespaces/default/pods/a {} [application/json] " + none,
                        "DELETE /api/v1/namespaces/default/pods/a {} [application/json] "
                                + "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\",\"gracePeriodSeconds\":0,"
                                + "\"propagationPolicy\":\"Orphan\",\"preconditions\":{\"uid\":\"u\","
                                + "\"resourceVersion\":\"5\"},\"dryRun\":[\"All\"]}",
                        "DELETE /api/v1/namespaces/default/pods {labelSelector=[app in (a,b),c!=d]}"
                                + " [application/json] " + none);
    }

    @Test
    void listGivesItsItemsTheirType() {
        answer(
                200,
                "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"42\","
                        + "\"continue\":\"next\"},\"items\":[{\"metadata\":{\"name\":\"a\"}}]}");
        ObjectList list =
                client.list(ResourceRef.of(PODS), new ListOptions("a=b", "spec.nodeName=n", 5, "from", "7", "Exact"));

        assertThat(list).isEqualTo(new ObjectList(List.of(POD), 42, "next"));
        assertThat(SEEN)
                .containsExactly("GET /api/v1/pods {labelSelector=[a=b], fieldSelector=[spec.nodeName=n], limit=[5],"
                        + " continue=[from], resourceVersion=[7], resourceVersionMatch=[Exact]} [] ");
    }

    @Test
    void refusalsComeInTheServersWords() {
        StatusException forbidden = StatusException.forbidden(PODS, "a", "because");
        answer(403, forbidden.status().toString());
        StatusException why =
                catchThrowableOfType(StatusException.class, () -> client.get(ResourceRef.of(PODS, "n", "a")));
        assertThat(why.status()).isEqualTo(forbidden.status());

        answer(502, "bad gateway\n");
        assertThatThrownBy(() -> client.list(ResourceRef.of(PODS), ListOptions.ALL))
                .hasMessage("the server responded with the status code 502: bad gateway");
        answer(409, "");
        assertThatThrownBy(() -> client.get(ResourceRef.of(PODS, "n", "a")))
                .isInstanceOfSatisfying(
                        StatusException.class,
                        e -> assertThat(e.is(Reason.CONFLICT)).isTrue());
        answer(200, "<html>");
        assertThatThrownBy(() -> client.get(ResourceRef.of(PODS, "n", "a")))
                .hasMessageContaining("the server's answer is no JSON");
    }

    @Test
    void serverThatIsNotThereIsUnavailable() {
        Remote nowhere = new Remote(URI.create("https://127.0.0.1:1"), List.of(), true, null, "", "");
        assertThatThrownBy(() -> new HttpApiClient(nowhere, "x").get(ResourceRef.of(PODS, "n", "a")))
                .isInstanceOfSatisfying(
                        StatusException.class,
                        e -> assertThat(e.is(Reason.SERVICE_UNAVAILABLE)).isTrue())
                .hasMessageStartingWith("the server https://127.0.0.1:1 cannot be reached");
    }

    @Test
    void clientShowsWhoItIs() {
        SEEN.clear();
        answer = (request, exchange) -> {
            String who = request.clientCertificates().isEmpty()
                    ? String.valueOf(request.headers().first("authorization"))
                    : Subject.of(request.clientCertificates().get(0)).commonName();
            respond(exchange, 200, "{\"who\":\"" + who + " " + request.headers().first("user-agent") + "\"}");
        };
        ResourceRef any = ResourceRef.of(PODS, "n", "a");
        Remote blind = new Remote(remote(null, "").server(), List.of(), true, null, "s3cret", "");

        assertThat(client.get(any).at("who").asText()).isEqualTo("mike kubejar/test");
        assertThat(new HttpApiClient(blind, "x").get(any).at("who").asText()).isEqualTo("Bearer s3cret x");
        assertThat(blind).hasToString("Remote[" + blind.server() + "]");
    }

    @Test
    void watchDeliversEventsInOrderAsTheyCome() {
        CountDownLatch closed = new CountDownLatch(1);
        CompletableFuture<ResponseStream> opened = new CompletableFuture<>();
        SEEN.clear();
        answer = (request, exchange) -> {
            ResponseStream stream = exchange.stream(200, new Headers().add("content-type", "application/json"));
            stream.onClose(closed::countDown);
            opened.complete(stream);
        };
        Heard heard = new Heard();
        ApiClient.Watch watch =
                client.watch(ResourceRef.of(PODS, "default", "a"), new WatchOptions("", "spec.x=y", 7, true), heard);
        ResponseStream stream = opened.join();
        String all = event("ADDED", 8) + event("MODIFIED", 9) + event("BOOKMARK", 10) + event("DELETED", 11);
        for (String piece : all.split("(?<=\\G.{33})")) { // lines come in pieces, and pieces hold several lines
            stream.write(piece.getBytes(StandardCharsets.UTF_8));
        }

        assertThat(SEEN)
                .containsExactly("GET /api/v1/namespaces/default/pods {watch=[true],"
                        + " fieldSelector=[metadata.name=a,spec.x=y], resourceVersion=[7],"
                        + " allowWatchBookmarks=[true]} [] ");
        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(heard.events).containsExactly("ADDED 8", "MODIFIED 9", "BOOKMARK 10", "DELETED 11"));
        watch.close();
        watch.close();
        Awaitility.await().until(() -> closed.getCount() == 0);
        assertThat(heard.ends).isEmpty();
    }

    @Test
    void watchEndsAsTheServerEndsIt() {
        WatchOptions options = WatchOptions.from(1);
        Heard heard = new Heard();
        StatusException gone = StatusException.expired("too old resource version: 1 (5)");
        answer = (request, exchange) -> {
            ResponseStream stream = exchange.stream(200, new Headers());
            String last = "{\"type\":\"ERROR\",\"object\":" + gone.status() + "}\n" + event("ADDED", 1);
            stream.write(last.getBytes(StandardCharsets.UTF_8));
            stream.close();
        };
        var unused = client.watch(ResourceRef.of(PODS), options, heard);
        Awaitility.await().untilAsserted(() -> assertThat(heard.ends).containsExactly("Expired"));
        assertThat(heard.events).isEmpty();

        answer = (request, exchange) -> exchange.stream(200, new Headers()).close();
        var second = client.watch(ResourceRef.of(PODS), options, heard);
        Awaitility.await().untilAsserted(() -> assertThat(heard.ends).containsExactly("Expired", "null"));

        answer(410, gone.status().toString());
        assertThatThrownBy(() -> client.watch(ResourceRef.of(PODS), options, heard))
                .isInstanceOfSatisfying(
                        StatusException.class,
                        e -> assertThat(e.is(Reason.EXPIRED)).isTrue());
        assertThat(heard.ends).hasSize(2);
        second.close();
        unused.close();
    }

    private static String event(String type, int revision) {
        return "{\"type\":\"" + type + "\",\"object\":{\"kind\":\"Pod\",\"metadata\":{\"name\":\"ä\","
                + "\"resourceVersion\":\"" + revision + "\"}}}\n";
    }

    /** What a handler has heard. */
    private static final class Heard implements WatchHandler {
        final Queue<String> events = new ConcurrentLinkedQueue<>();
        final Queue<String> ends = new ConcurrentLinkedQueue<>();

        @Override
        public void onEvent(WatchEvent event) {
            events.add(event.type() + " " + event.object().revision());
        }

        @Override
        public void onClose(@Nullable StatusException why) {
            ends.add(why == null ? "null" : why.reason().text());
        }
    }
}
