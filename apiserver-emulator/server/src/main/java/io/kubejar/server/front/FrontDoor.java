package io.kubejar.server.front;

import io.kubejar.core.chance.Chance;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.loop.Loops;
import io.kubejar.core.node.NodeAgent;
import io.kubejar.server.authn.UserInfo;
import io.kubejar.server.authz.Attributes;
import io.kubejar.server.exchange.Exchange;
import io.kubejar.server.exchange.Headers;
import io.kubejar.server.exchange.RequestHandler;
import io.kubejar.server.exchange.ServerRequest;
import io.kubejar.server.pipeline.Pipeline;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.request.Call;
import java.time.Duration;
import java.util.List;
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
    private final Function<String, @Nullable PathHandler> others;
    private final OpenApiDoor openApi;
    private final Traffic traffic = new Traffic();
    private final BiConsumer<String, Throwable> onFault;

    /**
     * Wires the door.
     *
     * @param authenticator who asks; throws Unauthorized
     * @param documents what is answered at paths that are no resources
     * @param nodes where logs are read and ports are; null while there are no nodes
     * @param others who answers at a path that is neither a resource nor a document; null where nobody does
     * @param onFault told of what broke inside; the client gets an internal error
     */
    public FrontDoor(
            Pipeline pipeline,
            Function<ServerRequest, UserInfo> authenticator,
            ActingAs actingAs,
            PathAuthorization paths,
            Documents documents,
            Supplier<@Nullable NodeAgent> nodes,
            Function<String, @Nullable PathHandler> others,
            Loops loops,
            Chance chance,
            BiConsumer<String, Throwable> onFault) {
        this.pipeline = pipeline;
        this.authenticator = authenticator;
        this.actingAs = actingAs;
        this.paths = paths;
        this.documents = documents;
        this.others = others;
        this.onFault = onFault;
        openApi = new OpenApiDoor(pipeline.context().registry(), loops.clock());
        Forms forms = new Forms(loops.clock());
        watches = new WatchDoor(pipeline, forms, loops, chance);
        LogDoor logs = new LogDoor(pipeline, nodes, loops.clock());
        resources = new ResourceDoor(pipeline, forms, watches, logs, new ForwardDoor(pipeline, nodes, loops));
    }

    @Override
    public void handle(ServerRequest request, Exchange exchange) {
        handle(request, exchange, authenticator);
    }

    /** Like {@link #handle(ServerRequest, Exchange)}, of somebody who is known already. */
    public void handle(ServerRequest request, Exchange exchange, UserInfo requester) {
        handle(request, exchange, any -> requester);
    }

    private void handle(ServerRequest request, Exchange exchange, Function<ServerRequest, UserInfo> who) {
        if (!pipeline.interceptor().arrives(request.path())) {
            exchange.abort();
            return;
        }
        traffic.arrived();
        try {
            answer(request, exchange, who);
        } catch (StatusException e) {
            Answers.status(request, exchange, e, List.of());
        } catch (RuntimeException e) {
            onFault.accept(request.method() + " " + request.path(), e);
            Answers.status(request, exchange, StatusException.internal(String.valueOf(e.getMessage())), List.of());
        }
    }

    private void answer(ServerRequest request, Exchange exchange, Function<ServerRequest, UserInfo> who) {
        boolean watch = Options.isSet(request, "watch");
        RequestInfo info = RequestInfo.of(request.method(), request.path(), watch);
        UserInfo requester = who.apply(request);
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
        ResourceDef def = find(info);
        if (def == null) {
            pipeline.require(Call.of(info.verb(), info.ref(), user));
            nothingThere(info.ref().resource().group(), exchange);
            return;
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

    /** The declaration of what is asked for; null when nothing is served there. A custom resource tells so itself. */
    private @Nullable ResourceDef find(RequestInfo info) {
        ResourceDef def = pipeline.context().registry().find(info.ref().resource());
        if (def == null || def.custom()) {
            return def;
        }
        String subresource = info.ref().subresource();
        boolean unknownPart = !subresource.isEmpty() && !def.subresources().containsKey(subresource);
        return unknownPart || !info.rest().isEmpty() ? null : def;
    }

    /**
     * Nothing is served at a path. Below a built-in group upstream's router tells so with a Status; whatever else is left,
     * also a custom resource that nobody defines, ends at its NotFoundHandler.
     */
    private void nothingThere(String group, Exchange exchange) {
        if (pipeline.context().registry().isBuiltIn(group)) {
            throw StatusException.notServed();
        }
        Answers.text(exchange, 404, "404 page not found\n");
    }

    private void document(ServerRequest request, Exchange exchange) {
        if (request.method().equals("GET") && openApi.answer(request, exchange)) {
            return;
        }
        PathHandler other = others.apply(request.path());
        if (other != null) {
            Answers.tree(exchange, 200, other.answer(request), MediaType.JSON, true, List.of());
            return;
        }
        Documents.Document document = documents.at(request);
        if (document == null) {
            String[] parts = request.path().split("/");
            boolean core = parts.length > 1 && parts[1].equals("api");
            boolean grouped = parts.length > 2 && parts[1].equals("apis");
            nothingThere(core ? "" : grouped ? parts[2] : "-", exchange);
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
}
