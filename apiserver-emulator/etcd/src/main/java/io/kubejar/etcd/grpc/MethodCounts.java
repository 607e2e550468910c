package io.kubejar.etcd.grpc;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.kubejar.etcd.http.MetricsPage;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** How often a method was called, and what came of it. For any thread. */
final class MethodCounts {
    private static final Status.Code[] CODES = Status.Code.values();

    private final String method;
    private final String service;
    private final MethodType type;
    private final LongAdder started = new LongAdder();
    private final LongAdder received = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final AtomicLongArray handled = new AtomicLongArray(CODES.length);

    MethodCounts(MethodDescriptor<?, ?> descriptor) {
        this.method = String.valueOf(descriptor.getBareMethodName());
        this.service = String.valueOf(descriptor.getServiceName());
        this.type = descriptor.getType();
    }

    String method() {
        return method;
    }

    String service() {
        return service;
    }

    MethodType type() {
        return type;
    }

    boolean isUnary() {
        return type == MethodType.UNARY;
    }

    void start() {
        started.increment();
    }

    void receive() {
        received.increment();
    }

    void send() {
        sent.increment();
    }

    void handle(Status.Code code) {
        handled.incrementAndGet(code.ordinal());
    }

    /**
     * Says how often, by each code.
     *
     * @param all also how often nothing came
     */
    void addTo(MetricsPage page, boolean all) {
        add(page, all, "started_total", "Total number of RPCs started on the server.", started);
        add(page, all, "msg_received_total", "Total number of RPC stream messages received on the server.", received);
        add(page, all, "msg_sent_total", "Total number of gRPC stream messages sent by the server.", sent);
    }

    private void add(MetricsPage page, boolean all, String name, String help, LongAdder count) {
        long number = count.sum();
        if (all || number > 0) {
            page.add("grpc_server_" + name, "counter", help, "{" + labels() + "}", number);
        }
    }

    /** Says how often a code was answered. */
    void addTo(MetricsPage page, boolean all, Status.Code code) {
        long number = handled.get(code.ordinal());
        if (all || number > 0) {
            page.add(
                    "grpc_server_handled_total",
                    "counter",
                    "Total number of RPCs completed on the server, regardless of success or failure.",
                    "{grpc_code=\"" + name(code) + "\"," + labels() + "}",
                    number);
        }
    }

    private String labels() {
        return "grpc_method=\"" + method + "\",grpc_service=\"" + service + "\",grpc_type=\"" + typeName() + "\"";
    }

    private String typeName() {
        return switch (type) {
            case UNARY, UNKNOWN -> "unary";
            case CLIENT_STREAMING -> "client_stream";
            case SERVER_STREAMING -> "server_stream";
            case BIDI_STREAMING -> "bidi_stream";
        };
    }

    /** As grpc-go calls it. */
    static String name(Status.Code code) {
        if (code == Status.Code.OK) {
            return "OK";
        }
        if (code == Status.Code.CANCELLED) {
            return "Canceled";
        }
        StringBuilder name = new StringBuilder();
        for (String word : code.name().split("_")) {
            name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return name.toString();
    }
}
