package io.kubejar.etcd.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.grpc.StatusException;
import io.kubejar.etcd.engine.Engine;
import io.kubejar.etcd.http.Endpoint;
import io.kubejar.etcd.http.Intake;
import io.kubejar.etcd.http.Output;
import io.kubejar.etcd.http.Reply;
import io.kubejar.etcd.http.RequestHead;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is below {@code /v3/}: a path for each method, called as gRPC calls it. Source: etcd 3.6 embed.serveCtx.registerGateway,
 * and grpc-gateway 2.26 runtime.ServeMux.
 */
public final class Gateway implements Endpoint {
    static final Reply TOO_LARGE = new Reply(
            413,
            Map.of(Reply.CONTENT_TYPE, "text/plain; charset=utf-8"),
            "http: request body too large\n".getBytes(UTF_8));

    /** A body may be so many times as large as its message: base64, names, and white space. */
    private static final int BODY_PER_MESSAGE = 4;

    private static final List<String> PASSED_ON = List.of("authorization", "token");
    private static final String PREFIX = "Grpc-Metadata-";

    private final Map<String, Route> routes = new HashMap<>();
    private final int maxBodyBytes;
    private final Engine engine;

    /**
     * For some services.
     *
     * @param services all of etcd's
     * @param executors where a method runs if it may wait; null for one that never does
     * @param maxMessageBytes of a request as gRPC would send it
     * @param tracers follow the calls
     * @param engine by whose time calls take too long
     */
    public Gateway(
            List<ServerServiceDefinition> services,
            Function<MethodDescriptor<?, ?>, @Nullable Executor> executors,
            int maxMessageBytes,
            ServerStreamTracer.Factory tracers,
            Engine engine) {
        this.engine = engine;
        maxBodyBytes = BODY_PER_MESSAGE * maxMessageBytes;
        Map<String, ServerMethodDefinition<?, ?>> methods = new HashMap<>();
        services.forEach(service -> service.getMethods()
                .forEach(method -> methods.put(method.getMethodDescriptor().getFullMethodName(), method)));
        Schema schema = new Schema();
        Paths.methods().forEach((path, name) -> {
            ServerMethodDefinition<?, ?> method = methods.get(name);
            if (method == null) {
                throw new IllegalArgumentException("there is no method " + name + " for " + path);
            }
            Executor executor = executors.apply(method.getMethodDescriptor());
            routes.put(path, new Route(method, executor, schema.method(name), maxMessageBytes, tracers));
        });
    }

    @Override
    public Intake begin(RequestHead request, Output out) {
        Route route = routes.get(request.path());
        if (route == null) {
            return answered(Status.NOT_FOUND.withDescription("Not Found"), request, out);
        }
        if (!request.method().equals("POST")) {
            return answered(Status.UNIMPLEMENTED.withDescription("Method Not Allowed"), request, out);
        }
        Route.Head head;
        try {
            head = new Route.Head(metadata(request), Deadline.of(engine, request.field(Deadline.FIELD)));
        } catch (StatusException e) {
            return answered(e.getStatus(), request, out);
        }
        return route.takesMany()
                ? new ManyRequests(route, head, out, maxBodyBytes)
                : new OneRequest(route, head, out, maxBodyBytes);
    }

    private static Intake answered(Status status, RequestHead request, Output out) {
        return Endpoint.of(any -> Replies.bad(status)).begin(request, out);
    }

    /** The header fields that a method looks at, as runtime.AnnotateContext hands them on. */
    private static Metadata metadata(RequestHead request) {
        Metadata head = new Metadata();
        for (String name : PASSED_ON) {
            String value = request.field(PREFIX + name);
            if (value == null && name.equals("authorization")) {
                value = request.field(name);
            }
            if (value != null) {
                head.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value);
            }
        }
        return head;
    }
}
