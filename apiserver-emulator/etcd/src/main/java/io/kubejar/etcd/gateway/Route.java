package io.kubejar.etcd.gateway;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Metadata;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.grpc.StatusException;
import io.kubejar.core.object.PlacedJson;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A method of ours and its messages as JSON.
 *
 * @param executor where it runs if it may wait; null if it never does
 * @param schema of its messages
 * @param maxMessageBytes of a request
 * @param tracers follow its calls
 */
record Route(
        ServerMethodDefinition<?, ?> method,
        @Nullable Executor executor,
        MethodDescriptor schema,
        int maxMessageBytes,
        ServerStreamTracer.Factory tracers) {
    /** What goes before a call's messages. */
    record Head(Metadata metadata, Deadline deadline) {}

    LocalCall<?, ?> call(Head head, LocalCall.Answers answers) {
        String name = method.getMethodDescriptor().getFullMethodName();
        ServerStreamTracer tracer = tracers.newServerStreamTracer(name, head.metadata());
        return LocalCall.of(method, head.metadata(), executor, answers, tracer, head.deadline());
    }

    /**
     * The bytes of a request.
     *
     * @throws StatusException when it is too large
     */
    byte[] request(PlacedJson json) throws BadJsonException, StatusException {
        byte[] bytes = FromJson.message(schema.getInputType(), json).toByteArray();
        if (bytes.length > maxMessageBytes) { // in the words of grpc-go
            throw Status.RESOURCE_EXHAUSTED
                    .withDescription(
                            "grpc: received message larger than max (" + bytes.length + " vs. " + maxMessageBytes + ")")
                    .asException();
        }
        return bytes;
    }

    /** An answer from its bytes. */
    String response(byte[] bytes) {
        try {
            return ToJson.of(DynamicMessage.parseFrom(schema.getOutputType(), bytes));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("an answer does not fit the schema of etcd 3.6", e);
        }
    }

    boolean isStreamed() {
        return schema.isServerStreaming();
    }

    boolean takesMany() {
        return schema.isClientStreaming();
    }

    /** Whether more answers come to one who will not ask more. Ours ends watches then, upstream's Watch goes on. */
    boolean goesOn() {
        return schema.getFullName().equals("etcdserverpb.Watch.Watch");
    }
}
