package io.kubejar.etcd.gateway;

import io.grpc.Attributes;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.SynchronizationContext;
import io.kubejar.core.loop.Timer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A call of a gRPC method of our own without a connection: messages go in and come out as bytes. What the method is told, it
 * is told one after the other, on the executor or on the thread that says it.
 */
final class LocalCall<Q, A> extends ServerCall<Q, A> {
    /** Where the answers go; any thread, one at a time. */
    interface Answers {
        /** The next message. */
        void message(byte[] bytes);

        /** There is no more. */
        void closed(Status status);

        /** There is no more, for the time is over. */
        void expired();

        /** Whether more messages are welcome now. */
        boolean isReady();
    }

    private final MethodDescriptor<Q, A> method;
    private final @Nullable Executor executor;
    private final Answers answers;
    private final ServerStreamTracer tracer;
    private final AtomicBoolean traced = new AtomicBoolean(); // to its end
    private final AtomicBoolean answered = new AtomicBoolean(); // or nobody waits for it
    private volatile @Nullable Timer timer;
    private final SynchronizationContext order;
    private @Nullable Listener<Q> listener; // only in order
    private int requests; // only for whoever tells the method of them
    private int responses; // only for the method
    private volatile boolean cancelled;
    private volatile boolean closed;

    private LocalCall(
            MethodDescriptor<Q, A> method, @Nullable Executor executor, Answers answers, ServerStreamTracer tracer) {
        this.tracer = tracer;
        this.method = method;
        this.executor = executor;
        this.answers = answers;
        this.order = new SynchronizationContext((thread, fault) -> fail(fault));
    }

    /**
     * Prepares one; it begins with {@link #run}, unless it should be over already.
     *
     * @param executor where the method runs if it may wait; null if it never does
     * @param tracer is told what one over gRPC would be
     * @param deadline when whoever waits is told that it takes too long
     */
    static <Q, A> LocalCall<Q, A> of(
            ServerMethodDefinition<Q, A> method,
            Metadata head,
            @Nullable Executor executor,
            Answers answers,
            ServerStreamTracer tracer,
            Deadline deadline) {
        LocalCall<Q, A> call = new LocalCall<>(method.getMethodDescriptor(), executor, answers, tracer);
        if (deadline.isOver()) {
            call.closed = true;
            answers.expired();
            return call;
        }
        call.timer = deadline.set(call::expire);
        call.order.executeLater(() -> {
            Listener<Q> begun = method.getServerCallHandler().startCall(call, head);
            call.listener = begun;
            begun.onReady();
        });
        return call;
    }

    /** Has the method hear what it was told, and before that begin; whoever tells it something calls this afterwards. */
    void run() {
        if (executor == null) {
            order.drain();
        } else {
            executor.execute(order::drain);
        }
    }

    /** Whoever waits is told at once, whatever the method is at. */
    private void expire() {
        if (answered.compareAndSet(false, true)) {
            answers.expired();
            cancel();
            run();
        }
    }

    private void forgetTimer() {
        Timer set = timer;
        if (set != null) {
            set.cancel();
        }
    }

    private interface Told<Q> {
        void tell(Listener<Q> listener);
    }

    private void tell(Told<Q> what) {
        order.executeLater(() -> {
            Listener<Q> told = listener;
            if (told != null && !closed) {
                what.tell(told);
            }
        });
    }

    private void fail(Throwable fault) {
        if (!closed) {
            Status status = fault instanceof StatusRuntimeException refusal
                    ? refusal.getStatus()
                    : Status.UNKNOWN.withDescription(fault.toString()).withCause(fault);
            close(status, new Metadata());
        }
    }

    /** A request. */
    void message(byte[] bytes) {
        if (closed) {
            return;
        }
        tracer.inboundMessage(requests++);
        tracer.inboundUncompressedSize(bytes.length);
        tell(told -> told.onMessage(method.parseRequest(new ByteArrayInputStream(bytes))));
    }

    /** No more requests. */
    void halfClose() {
        tell(Listener::onHalfClose);
    }

    /** More answers are welcome again. */
    void ready() {
        tell(Listener::onReady);
    }

    /** Nobody waits for answers any more. */
    void cancel() {
        cancelled = true;
        forgetTimer();
        tell(told -> {
            told.onCancel();
            traceEnd(Status.CANCELLED);
        });
    }

    @Override
    public void request(int count) {
        // Requests are there when the call begins, or come as slowly as a client writes them.
    }

    @Override
    public void sendHeaders(Metadata headers) {}

    @Override
    public void sendMessage(A message) {
        if (closed || cancelled) {
            return;
        }
        try (InputStream stream = method.streamResponse(message)) {
            byte[] bytes = stream.readAllBytes();
            tracer.outboundMessage(responses++);
            tracer.outboundUncompressedSize(bytes.length);
            answers.message(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close(Status status, Metadata trailers) {
        if (closed) {
            return;
        }
        closed = true;
        traceEnd(cancelled ? Status.CANCELLED : status);
        forgetTimer();
        if (!cancelled && answered.compareAndSet(false, true)) {
            answers.closed(status);
        }
        order.executeLater(() -> {
            Listener<Q> told = listener;
            if (told != null) {
                told.onComplete();
            }
        });
        run();
    }

    private void traceEnd(Status status) {
        if (traced.compareAndSet(false, true)) {
            tracer.streamClosed(status);
        }
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public boolean isReady() {
        return !closed && !cancelled && answers.isReady();
    }

    @Override
    public Attributes getAttributes() {
        return Attributes.EMPTY;
    }

    @Override
    public MethodDescriptor<Q, A> getMethodDescriptor() {
        return method;
    }
}
