package io.kubejar.etcd.grpc;

import com.google.protobuf.UnknownFieldSet;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.kubejar.etcd.proto.FromProto;

/**
 * {@code grpc.health.v1.Health}: the server as a whole serves as long as it answers, and no service is known by name, as in
 * etcd. By hand, because it is two numbers. Source: etcd 3.6 v3rpc/health.go, and health.Server of grpc-go.
 */
final class HealthService implements BindableService {
    private static final String NAME = "grpc.health.v1.Health";
    private static final int SERVICE_FIELD = 1; // in HealthCheckRequest
    private static final int STATUS_FIELD = 1; // in HealthCheckResponse
    private static final int SERVING = 1;
    private static final int SERVICE_UNKNOWN = 3;

    private static MethodDescriptor<UnknownFieldSet, UnknownFieldSet> method(
            MethodDescriptor.MethodType type, String name) {
        return MethodDescriptor.<UnknownFieldSet, UnknownFieldSet>newBuilder()
                .setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(NAME, name))
                .setRequestMarshaller(AnyMessage.INSTANCE)
                .setResponseMarshaller(AnyMessage.INSTANCE)
                .build();
    }

    @Override
    public ServerServiceDefinition bindService() {
        return ServerServiceDefinition.builder(NAME)
                .addMethod(
                        method(MethodDescriptor.MethodType.UNARY, "Check"),
                        ServerCalls.asyncUnaryCall(HealthService::check))
                .addMethod(
                        method(MethodDescriptor.MethodType.SERVER_STREAMING, "Watch"),
                        ServerCalls.asyncServerStreamingCall(HealthService::watch))
                .build();
    }

    private static boolean isKnown(UnknownFieldSet request) {
        return FromProto.text(request, SERVICE_FIELD).isEmpty();
    }

    private static UnknownFieldSet response(int status) {
        return UnknownFieldSet.newBuilder()
                .addField(STATUS_FIELD, NewerMethods.number(status))
                .build();
    }

    private static void check(UnknownFieldSet request, StreamObserver<UnknownFieldSet> observer) {
        if (isKnown(request)) {
            observer.onNext(response(SERVING));
            observer.onCompleted();
        } else {
            observer.onError(Status.NOT_FOUND.withDescription("unknown service").asRuntimeException());
        }
    }

    /** Says it once and keeps the stream: nothing changes until the server is gone, and the stream with it. */
    private static void watch(UnknownFieldSet request, StreamObserver<UnknownFieldSet> observer) {
        observer.onNext(response(isKnown(request) ? SERVING : SERVICE_UNKNOWN));
    }
}
