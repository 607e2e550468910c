package io.kubejar.etcd.grpc;

import io.etcd.jetcd.api.LeaseGrpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.kubejar.etcd.http.MetricsPage;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts calls, their messages and bytes, over gRPC as over the gateway. A call of one message is counted from that message on
 * and has one answer, be it a refusal; and who reads a stream also reads its end. Source: etcd 3.6 v3rpc.Server, codec and
 * newUnaryInterceptor, and go-grpc-middleware's providers/prometheus.
 */
final class CallCounts extends ServerStreamTracer.Factory implements MetricsPage.Source {
    private static final Metadata.Key<String> VERSION =
            Metadata.Key.of("client-api-version", Metadata.ASCII_STRING_MARSHALLER);
    private static final String KEEP_ALIVE = LeaseGrpc.getLeaseKeepAliveMethod().getFullMethodName();

    /** Upstream adds them once the others have been counted from zero, so that nothing is said of them before a call. */
    private static final Set<String> LATE = Set.of("v3lockpb.Lock", "v3electionpb.Election");

    private static final ServerStreamTracer NONE = new ServerStreamTracer() {};

    private final Map<String, MethodCounts> methods = new HashMap<>();
    private final List<MethodCounts> sorted;
    private final LongAdder received = new LongAdder();
    private final LongAdder sent = new LongAdder();

    // By the version that a client says it speaks.
    private final ConcurrentMap<String, LongAdder> unary = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, LongAdder> streams = new ConcurrentHashMap<>();

    /** For calls of these services; those of others are not counted. */
    CallCounts(List<ServerServiceDefinition> services) {
        services.forEach(service -> service.getMethods().forEach(one -> {
            MethodDescriptor<?, ?> method = one.getMethodDescriptor();
            methods.put(method.getFullMethodName(), new MethodCounts(method));
        }));
        sorted = methods.values().stream()
                .sorted(Comparator.comparing(MethodCounts::method).thenComparing(MethodCounts::service))
                .toList();
    }

    @Override
    public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
        MethodCounts method = methods.get(fullMethodName);
        return method == null ? NONE : new Tracer(method, KEEP_ALIVE.equals(fullMethodName), headers.get(VERSION));
    }

    private void started(MethodCounts method, String version) {
        method.start();
        (method.isUnary() ? unary : streams)
                .computeIfAbsent(version, first -> new LongAdder())
                .increment();
    }

    @Override
    public void addTo(MetricsPage page) {
        for (Status.Code code : sortedCodes()) {
            sorted.forEach(method -> method.addTo(page, !LATE.contains(method.service()), code));
        }
        sorted.forEach(method -> method.addTo(page, !LATE.contains(method.service())));
        addClients(page, "stream", streams);
        addClients(page, "unary", unary);
        page.counter(
                        "etcd_network_client_grpc_received_bytes_total",
                        "The total number of bytes received from grpc clients.",
                        received.sum())
                .counter(
                        "etcd_network_client_grpc_sent_bytes_total",
                        "The total number of bytes sent to grpc clients.",
                        sent.sum());
    }

    private static void addClients(MetricsPage page, String type, Map<String, LongAdder> calls) {
        new TreeMap<>(calls)
                .forEach((version, count) -> page.add(
                        "etcd_server_client_requests_total",
                        "counter",
                        "The total number of client requests per client version.",
                        "{client_api_version=\"" + MetricsPage.escaped(version) + "\",type=\"" + type + "\"}",
                        count.sum()));
    }

    private static List<Status.Code> sortedCodes() {
        return List.of(Status.Code.values()).stream()
                .sorted(Comparator.comparing(MethodCounts::name))
                .toList();
    }

    /** Follows one call; messages come one at a time, the end from any thread. */
    private final class Tracer extends ServerStreamTracer {
        private final MethodCounts method;
        private final boolean isKeepAlive;
        private final String version;
        private volatile boolean begun;

        Tracer(MethodCounts method, boolean isKeepAlive, @Nullable String version) {
            this.method = method;
            this.isKeepAlive = isKeepAlive;
            this.version = version == null ? "unknown" : version;
            if (!method.isUnary()) {
                begin();
            }
        }

        private void begin() {
            begun = true;
            started(method, version);
        }

        @Override
        public void inboundMessage(int number) {
            if (!begun) {
                begin();
            }
            method.receive();
        }

        @Override
        public void inboundUncompressedSize(long bytes) {
            received.add(bytes);
        }

        @Override
        public void outboundMessage(int number) {
            if (!method.isUnary()) {
                method.send();
            }
        }

        @Override
        public void outboundUncompressedSize(long bytes) {
            sent.add(bytes);
        }

        @Override
        public void streamClosed(Status status) {
            if (!begun) {
                return;
            }
            if (method.isUnary()) {
                method.send();
            } else if (method.type() == MethodType.BIDI_STREAMING) {
                method.receive();
            }
            boolean isGone = status.getCode() == Status.Code.CANCELLED;
            // Source: v3rpc.LeaseServer.LeaseKeepAlive
            method.handle(isGone && isKeepAlive ? Status.Code.UNAVAILABLE : status.getCode());
        }
    }
}
