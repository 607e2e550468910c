package io.kubejar.server.front;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.chance.Chance;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.loop.Loops;
import io.kubejar.core.node.NodeAgent;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.Json;
import io.kubejar.server.authn.UserInfo;
import io.kubejar.server.authz.Attributes;
import io.kubejar.server.exchange.Exchange;
import io.kubejar.server.exchange.Headers;
import io.kubejar.server.exchange.RequestHandler;
import io.kubejar.server.exchange.ServerRequest;
import io.kubejar.server.pipeline.Pipeline;
import io.kubejar.server.registry.ResourceDef;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The walk of an HTTP request: what does it ask, who asks, may one, then the resource's door or a document. The order is
 * upstream's: DefaultBuildHandlerChain, apiserver/pkg/server/config.go, v1.36.
 */
public final class FrontDoor implements RequestHandler, AutoCloseable {
    /** May this user do this with a path that is no resource? Throws Forbidden. */
    @FunctionalInterface
    public interface PathAuthorization {
        /** Returns when it is allowed. */
        void require(UserInfo user, String method, String path);
    }

    /** As whom does a request act? The requester, or somebody whom its headers name. Throws Forbidden. */
    @FunctionalInterface
    public interface ActingAs {
        /** The effective user. */
        UserInfo of(ServerRequest request, Attributes attributes);
    }

    private final Pipeline pipeline;
    private final Function<ServerRequest, UserInfo> authenticator;
    private final ActingAs actingAs;
    private final PathAuthorization paths;
    private final ResourceDoor resources;
    private final WatchDoor watches;
    private final Documents documents;
    private final OpenApiDoor openApi;
    private final Traffic traffic = new Traffic();
    private final BiConsumer<String, Throwable> onFault;

    /**
     * Wires the door.
     *
     * @param authenticator who asks; throws Unauthorized
     * @param documents what is answered at paths that are no resources
     * @param nodes where logs are read; null while there are no nodes
     * @param onFault told of what broke inside; the client gets an internal error
     */
    public FrontDoor(
            Pipeline pipeline,
            Function<ServerRequest, UserInfo> authenticator,
            ActingAs actingAs,
            PathAuthorization paths,
            Documents documents,
            Supplier<@Nullable NodeAgent> nodes,
            Loops loops,
            Chance chance,
            BiConsumer<String, Throwable> onFault) {
        this.pipeline = pipeline;
        this.authenticator = authenticator;
        this.actingAs = actingAs;
        this.paths = paths;
        this.documents = documents;
        this.onFault = onFault;
        openApi = new OpenApiDoor(pipeline.context().registry(), loops.clock());
        Forms forms = new Forms(loops.clock());
        watches = new WatchDoor(pipeline, forms, loops, chance);
        resources = new ResourceDoor(pipeline, forms, watches, new LogDoor(pipeline, nodes, loops.clock()));
    }

    @Override
    public void handle(ServerRequest request, Exchange exchange) {
        traffic.arrived();
        try {
            answer(request, exchange);
        } catch (StatusException e) {
            Answers.status(exchange, e, errorType(request));
        } catch (RuntimeException e) {
            onFault.accept(request.method() + " " + request.path(), e);
            Answers.status(exchange, StatusException.internal(String.valueOf(e.getMessage())), MediaType.JSON);
        }
    }

    private void answer(ServerRequest request, Exchange exchange) {
        boolean watch = Options.isTrue(request.parameter("watch"));
        RequestInfo info = RequestInfo.of(request.method(), request.path(), watch);
        UserInfo requester = authenticator.apply(request);
        Attributes attributes = info.isResource()
                ? Attributes.of(requester, info.verb(), info.ref())
                        .withFieldSelector(request.parameter("fieldSelector"))
                : Attributes.ofPath(requester, request.method(), request.path());
        UserInfo user = actingAs.of(request, attributes);
        if (!info.isResource()) {
            paths.require(user, info.verb(), request.path());
            document(request, exchange);
            return;
        }
        ResourceDef def = find(info.ref().resource(), info.ref().subresource());
        if (def == null) {
            pipeline.require(io.kubejar.server.request.Call.of(info.verb(), info.ref(), user));
            throw StatusException.notServed();
        }
        if (request.method().equals("HEAD") || !routed(info, def)) {
            throw StatusException.methodNotAllowed();
        }
        resources.answer(info, def, user, request, exchange);
    }

    /** Whether upstream has a route: a namespaced resource as a whole can only be listed and watched. */
    private static boolean routed(RequestInfo info, ResourceDef def) {
        boolean collection = info.ref().name().isEmpty();
        boolean everywhere = def.namespaced() && info.ref().namespace().isEmpty();
        return switch (info.verb()) {
            case "create" -> (collection || !info.ref().subresource().isEmpty()) && !everywhere;
            case "update", "patch" -> !collection;
            case "deletecollection" -> !everywhere;
            case "" -> false;
            default -> true;
        };
    }

    private @Nullable ResourceDef find(Gvr resource, String subresource) {
        ResourceDef def = pipeline.context().registry().find(resource);
        boolean unknownPart =
                def != null && !subresource.isEmpty() && !def.subresources().containsKey(subresource);
        return unknownPart ? null : def;
    }

    private void document(ServerRequest request, Exchange exchange) {
        if (request.method().equals("GET") && openApi.answer(request, exchange)) {
            return;
        }
        Documents.Document document = documents.at(request);
        if (document == null) {
            if (request.path().startsWith("/api/") || request.path().startsWith("/apis/")) {
                throw StatusException.notServed();
            }
            Answers.text(exchange, 404, "404 page not found\n");
            return;
        }
        if (!List.of("GET", "HEAD").contains(request.method())) {
            throw StatusException.methodNotAllowed();
        }
        Headers headers = new Headers().add("Content-Type", document.contentType());
        headers.add("Cache-Control", document.cacheControl());
        if (!document.etag().isEmpty()) {
            headers.add("ETag", document.etag());
            headers.add("Vary", "Accept");
            if (document.etag().equals(request.headers().first("if-none-match"))) {
                exchange.respond(304, headers, new byte[0]);
                return;
            }
        }
        exchange.respond(200, headers, document.body());
    }

    private static MediaType errorType(ServerRequest request) {
        try {
            return MediaType.negotiate(
                    Objects.requireNonNullElse(request.headers().first("accept"), ""), true);
        } catch (StatusException e) {
            return MediaType.JSON;
        }
    }

    /** Open watches over HTTP. */
    public int openWatches() {
        return watches.size();
    }

    /** Whether every open watch has been sent all its events, as far as the transport has taken them. */
    public boolean isDrained() {
        return watches.isDrained();
    }

    /** Waits for so long; false as soon as a request comes meanwhile. */
    public boolean isQuietFor(Duration period) throws InterruptedException {
        return traffic.isQuietFor(period);
    }

    /** Ends all watches. */
    @Override
    public void close() {
        watches.close();
    }

    /** The body of a plain JSON document. */
    static byte[] body(ObjectNode tree) {
        return Json.bytes(tree);
    }
}
