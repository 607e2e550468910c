package io.kubejar.server.front;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.node.LogOptions;
import io.kubejar.core.node.NodeAgent;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Times;
import io.kubejar.core.time.Clock;
import io.kubejar.server.exchange.Exchange;
import io.kubejar.server.exchange.Headers;
import io.kubejar.server.exchange.ResponseStream;
import io.kubejar.server.exchange.ServerRequest;
import io.kubejar.server.pipeline.Pipeline;
import io.kubejar.server.request.Call;
import io.kubejar.server.validation.FieldErrors;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code pods/log}: streams a container's log from its node. Upstream: LogLocation, pkg/registry/core/pod/strategy.go, v1.36. */
final class LogDoor {
    private final Pipeline pipeline;
    private final Supplier<@Nullable NodeAgent> nodes;
    private final Clock clock;

    LogDoor(Pipeline pipeline, Supplier<@Nullable NodeAgent> nodes, Clock clock) {
        this.pipeline = pipeline;
        this.nodes = nodes;
        this.clock = clock;
    }

    void answer(Call call, ServerRequest request, Exchange exchange) {
        ApiObject pod = pipeline.get(call);
        String container = container(pod, request.parameter("container"));
        check(pod, request);
        LogOptions options = options(request);
        NodeAgent agent = nodes.get();
        boolean unassigned = Json.textOr(pod.spec(), "", "nodeName").isEmpty();
        ResponseStreamHolder holder = new ResponseStreamHolder(exchange);
        if (agent == null || unassigned) {
            exchange.respond(204, new Headers(), new byte[0]);
            return;
        }
        NodeAgent.LogStream log = agent.logs(pod, container, options, holder);
        holder.onClose(log::close);
    }

    /** Upstream: ValidatePodLogOptions, pkg/apis/core/validation/validation.go, v1.36. */
    private static void check(ApiObject pod, ServerRequest request) {
        FieldErrors errors = new FieldErrors();
        positive(request, "tailLines", 0, errors);
        positive(request, "limitBytes", 1, errors);
        positive(request, "sinceSeconds", 1, errors);
        if (!request.parameter("stream").isEmpty()) {
            errors.forbidden("stream", "may not be specified");
        }
        if (!errors.isEmpty()) {
            throw StatusException.invalid(new Gvk("", "v1", "PodLogOptions"), pod.name(), errors.causes());
        }
    }

    private static void positive(ServerRequest request, String name, int least, FieldErrors errors) {
        Long value = number(request, name);
        if (value != null && value < least) {
            errors.invalid(name, value, least == 0 ? "must be greater than or equal to 0" : "must be greater than 0");
        }
    }

    /** The container to read; the only one when none is named. Upstream: podutil and validateContainer. */
    private static String container(ApiObject pod, String named) {
        List<String> main = names(pod.spec().path("containers"));
        List<String> init = names(pod.spec().path("initContainers"));
        if (named.isEmpty()) {
            if (main.size() == 1) {
                return main.get(0);
            }
            String also = init.isEmpty() ? "" : " or one of the init containers: " + go(init);
            throw StatusException.badRequest(
                    "a container name must be specified for pod " + pod.name() + ", choose one of: " + go(main) + also);
        }
        List<String> ephemeral = names(pod.spec().path("ephemeralContainers"));
        if (!main.contains(named) && !init.contains(named) && !ephemeral.contains(named)) {
            throw StatusException.badRequest("container " + named + " is not valid for pod " + pod.name());
        }
        return named;
    }

    private static List<String> names(JsonNode containers) {
        List<String> out = new ArrayList<>();
        containers.forEach(c -> out.add(Json.textOr(c, "", "name")));
        return out;
    }

    private static String go(List<String> names) {
        return "[" + String.join(" ", names) + "]";
    }

    private LogOptions options(ServerRequest request) {
        Long seconds = number(request, "sinceSeconds");
        Instant since = seconds == null
                ? Times.parse(request.parameter("sinceTime"))
                : clock.now().minusSeconds(seconds);
        return new LogOptions(
                Options.isSet(request, "previous"),
                Options.isSet(request, "follow"),
                Options.isSet(request, "timestamps"),
                since,
                number(request, "tailLines"),
                number(request, "limitBytes"));
    }

    private static @Nullable Long number(ServerRequest request, String name) {
        String text = request.parameter(name);
        return text.isEmpty() ? null : (Long) Options.number(name, text);
    }

    /** Begins the answer with the first piece, so that a refusal by the node can still be a Status. */
    private static final class ResponseStreamHolder implements NodeAgent.LogSink {
        private final Exchange exchange;
        private @Nullable ResponseStream stream; // guarded by this

        ResponseStreamHolder(Exchange exchange) {
            this.exchange = exchange;
        }

        private synchronized ResponseStream stream() {
            ResponseStream begun = stream;
            if (begun == null) {
                begun = exchange.stream(200, new Headers().add("Content-Type", "text/plain"));
                stream = begun;
            }
            return begun;
        }

        @Override
        public void write(byte[] piece) {
            stream().write(piece);
        }

        @Override
        public void end() {
            stream().close();
        }

        void onClose(Runnable callback) {
            stream().onClose(callback);
        }
    }
}
