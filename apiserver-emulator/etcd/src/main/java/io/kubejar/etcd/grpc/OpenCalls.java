package io.kubejar.etcd.grpc;

import io.etcd.jetcd.api.KVGrpc;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The calls that are open, so that they can be told when the server stops: clients come back after UNAVAILABLE, and do not after
 * the CANCELLED that gRPC ends them with. Calls of keys are left alone, for none of them lasts.
 */
final class OpenCalls implements ServerInterceptor {
    private final Set<OpenCall<?, ?>> open = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (KVGrpc.SERVICE_NAME.equals(call.getMethodDescriptor().getServiceName())) {
            return next.startCall(call, headers);
        }
        OpenCall<Q, A> held = new OpenCall<>(call);
        open.add(held);
        ServerCall.Listener<Q> listener;
        try {
            listener = next.startCall(held, headers);
        } catch (RuntimeException | Error e) {
            open.remove(held);
            throw e;
        }
        if (stopped) { // in between
            held.stop();
        }
        return new SimpleForwardingServerCallListener<>(listener) {
            @Override
            public void onCancel() {
                open.remove(held);
                super.onCancel();
            }

            @Override
            public void onComplete() {
                open.remove(held);
                super.onComplete();
            }
        };
    }

    /** Ends all of them, and all that are still to come. */
    void stop() {
        stopped = true;
        open.forEach(OpenCall::stop);
    }

    /** A call that somebody else than its method may end; what the method says afterwards is not heard. */
    private static final class OpenCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
        private boolean ended; // guarded by this

        OpenCall(ServerCall<Q, A> call) {
            super(call);
        }

        @Override
        public synchronized void sendHeaders(Metadata headers) {
            if (!ended) {
                super.sendHeaders(headers);
            }
        }

        @Override
        public synchronized void sendMessage(A message) {
            if (!ended) {
                super.sendMessage(message);
            }
        }

        @Override
        public synchronized void close(Status status, Metadata trailers) {
            if (!ended) {
                ended = true;
                super.close(status, trailers);
            }
        }

        void stop() {
            close(Calls.STOPPED, new Metadata());
        }
    }
}
