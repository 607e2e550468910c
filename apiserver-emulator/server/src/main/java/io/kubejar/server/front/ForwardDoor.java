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
import io.kubejar.core.time.Clock;
import io.kubejar.server.exchange.Exchange;
import io.kubejar.server.exchange.Headers;
import io.kubejar.server.exchange.ServerRequest;
import io.kubejar.server.forward.ForwardLimits;
import io.kubejar.server.forward.Handshake;
import io.kubejar.server.forward.SpdyForwards;
import io.kubejar.server.pipeline.Pipeline;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.request.Call;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code pods/portforward}: leaves HTTP for SPDY/3.1, bare or in a WebSocket. Upstream: PortForwardREST,
 * pkg/registry/core/pod/rest/subresources.go, PortForwardLocation, pkg/registry/core/pod/strategy.go, and the kubelet's
 * getPortForward, v1.36.
 */
final class ForwardDoor {
    private static final String SPDY = "SPDY/3.1";
    private static final String PROTOCOLS = "X-Stream-Protocol-Version";
    private static final String SUBPROTOCOL = "Sec-WebSocket-Protocol";

    private final Pipeline pipeline;
    private final Supplier<@Nullable NodeAgent> nodes;
    private final Clock clock;
    private final Loop loop;
    private final AtomicLong connections = new AtomicLong();

    ForwardDoor(Pipeline pipeline, Supplier<@Nullable NodeAgent> nodes, Loops loops) {
        this.pipeline = pipeline;
        this.nodes = nodes;
        this.clock = loops.clock();
        this.loop = loops.loop("port-forward");
    }

    void answer(Call call, ServerRequest request, Exchange exchange) {
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
            throw StatusException.badRequest("port-forward over the WebSocket protocols " + subprotocols
                    + " is not supported: use " + Handshake.TUNNELLED + Handshake.PROTOCOL + " or " + SPDY);
        }
    }

    /**
     * Whoever comes by GET must be allowed to create, too. Upstream: ensureAuthorizedForVerb,
     * pkg/registry/core/pod/rest/authorize.go (AuthorizePodWebsocketUpgradeCreatePermission), v1.36.
     */
    private void requireCreate(Call call) {
        pipeline.require(call);
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
            Answers.text(exchange, refused.status(), refused.text() + "\n");
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
                tunnel -> new SpdyForwards(name, tunnel, network, loop, clock, ForwardLimits.DEFAULT));
    }
}
