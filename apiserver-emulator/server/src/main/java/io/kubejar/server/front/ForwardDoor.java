package io.kubejar.server.front;

import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.loop.Loop;
import io.kubejar.core.loop.Loops;
import io.kubejar.core.node.NodeAgent;
import io.kubejar.core.node.PodNetwork;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.server.exchange.Exchange;
import io.kubejar.server.exchange.Headers;
import io.kubejar.server.exchange.ServerRequest;
import io.kubejar.server.forward.ChannelForwards;
import io.kubejar.server.forward.ForwardLimits;
import io.kubejar.server.forward.Handshake;
import io.kubejar.server.forward.Ports;
import io.kubejar.server.forward.SpdyForwards;
import io.kubejar.server.pipeline.Pipeline;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.request.Call;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code pods/portforward}: leaves HTTP for SPDY/3.1, bare or in a WebSocket, or for a WebSocket with channels. Upstream: PortForwardREST,
 * pkg/registry/core/pod/rest/subresources.go, PortForwardLocation, pkg/registry/core/pod/strategy.go, and the kubelet's
 * getPortForward, v1.36.
 */
final class ForwardDoor {
    private static final String SPDY = "SPDY/3.1";
    private static final String PROTOCOLS = "X-Stream-Protocol-Version";
    private static final String SUBPROTOCOL = "Sec-WebSocket-Protocol";

    private final Pipeline pipeline;
    private final Supplier<@Nullable NodeAgent> nodes;
    private final Loops loops;
    private final AtomicLong connections = new AtomicLong();

    ForwardDoor(Pipeline pipeline, Supplier<@Nullable NodeAgent> nodes, Loops loops) {
        this.pipeline = pipeline;
        this.nodes = nodes;
        this.loops = loops;
    }

    void answer(Call call, ServerRequest request, Exchange exchange) {
        pipeline.require(call);
        List<Integer> ports = ports(request);
        requireCreate(call);
        ApiObject pod = pipeline.get(call);
        NodeAgent agent = node(pod);
        if (!exchange.isUpgrade()) {
            throw StatusException.badRequest("Upgrade request required");
        }
        PodNetwork network = agent == null ? null : agent.network(pod);
        if (network == null) {
            Answers.text(exchange, 500, "pod not found (\"" + pod.name() + "_" + pod.namespace() + "\")");
            return;
        }
        List<String> subprotocols = Handshake.values(request.headers().all(SUBPROTOCOL));
        if (!exchange.isWebSocketUpgrade()) {
            spdy(request, exchange, network, request.headers().all(PROTOCOLS), "");
        } else if (!Handshake.tunnelled(subprotocols).isEmpty()) {
            spdy(request, exchange, network, Handshake.tunnelled(subprotocols), Handshake.TUNNELLED);
        } else {
            channels(exchange, network, subprotocols, ports);
        }
    }

    private static List<Integer> ports(ServerRequest request) {
        try {
            return Ports.read(request.query().getOrDefault("ports", List.of()));
        } catch (IllegalArgumentException e) {
            throw StatusException.badRequest(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Whoever comes by GET must be allowed to create, too. Upstream: ensureAuthorizedForVerb,
     * pkg/registry/core/pod/rest/authorize.go (AuthorizePodWebsocketUpgradeCreatePermission), v1.36.
     */
    private void requireCreate(Call call) {
        try {
            pipeline.require(call.as("create"));
        } catch (StatusException e) {
            throw e.is(Reason.FORBIDDEN)
                    ? StatusException.forbidden(Resources.PODS, call.ref().name(), "")
                    : e;
        }
    }

    /** The agent for the pod's node, which must be there; null while there are no nodes. */
    private @Nullable NodeAgent node(ApiObject pod) {
        String name = Json.textOr(pod.spec(), "", "nodeName");
        if (name.isEmpty()) {
            throw StatusException.badRequest("pod " + pod.name() + " does not have a host assigned");
        }
        ResourceDef def = Objects.requireNonNull(pipeline.context().registry().find(Resources.NODES));
        if (pipeline.context().stores().of(def).get(def.storageKey("", name)) == null) {
            throw StatusException.notFound(Resources.NODES, name);
        }
        return nodes.get();
    }

    private void spdy(
            ServerRequest request, Exchange exchange, PodNetwork network, List<String> offered, String prefix) {
        Handshake.Refused refused =
                Handshake.refusal(offered, request.headers().asMap().size());
        if (refused != null) {
            Headers headers = Answers.headers("text/plain; charset=utf-8", List.of());
            headers.add("X-Content-Type-Options", "nosniff");
            if (refused.status() == 403) {
                headers.add("X-Accepted-Stream-Protocol-Versions", Handshake.PROTOCOL);
            }
            exchange.respond(refused.status(), headers, (refused.text() + "\n").getBytes(StandardCharsets.UTF_8));
            return;
        }
        String upgrade = Objects.requireNonNullElse(request.headers().first("Upgrade"), "");
        boolean inWebSocket = !prefix.isEmpty();
        if (!inWebSocket && !upgrade.equalsIgnoreCase(SPDY)) {
            Answers.text(
                    exchange,
                    400,
                    "unable to upgrade: missing upgrade headers in request: Upgrade is " + upgrade + "\n");
            return;
        }
        String name = "0x" + Long.toHexString(connections.incrementAndGet());
        Headers chosen = new Headers().add(inWebSocket ? SUBPROTOCOL : PROTOCOLS, prefix + Handshake.PROTOCOL);
        exchange.tunnel(
                inWebSocket ? "websocket" : SPDY,
                chosen,
                tunnel -> new SpdyForwards(name, tunnel, network, loop(), loops.clock(), ForwardLimits.DEFAULT));
    }

    private void channels(Exchange exchange, PodNetwork network, List<String> offered, List<Integer> ports) {
        String refusal = Ports.refusal(ports);
        if (!refusal.isEmpty()) {
            Answers.text(exchange, 400, refusal);
            return;
        }
        boolean named = offered.contains(ChannelForwards.PROTOCOL);
        if (!named && !offered.isEmpty()) {
            throw StatusException.badRequest("port-forward over the WebSocket protocols " + offered
                    + " is not supported: use " + ChannelForwards.PROTOCOL + ", " + Handshake.TUNNELLED
                    + Handshake.PROTOCOL + " or " + SPDY);
        }
        exchange.tunnel(
                "websocket",
                named ? new Headers().add(SUBPROTOCOL, ChannelForwards.PROTOCOL) : new Headers(),
                tunnel -> new ChannelForwards(ports, tunnel, network, loop(), loops.clock(), ForwardLimits.DEFAULT));
    }

    private Loop loop() {
        return loops.loop("port-forward");
    }
}
