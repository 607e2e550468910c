package io.kubejar.etcd.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import io.kubejar.etcd.proto.ToProto;
import java.util.function.Function;

/** Adds methods to a service that are newer than its generated class, and makes their messages. */
final class NewerMethods {
    private static final int HEADER_FIELD = 1; // in every response

    private final String service;
    private final ServerServiceDefinition.Builder all;

    NewerMethods(BindableService known) {
        ServerServiceDefinition definition = known.bindService();
        service = definition.getServiceDescriptor().getName();
        all = ServerServiceDefinition.builder(service);
        definition.getMethods().forEach(all::addMethod);
    }

    NewerMethods add(String method, Function<UnknownFieldSet, UnknownFieldSet> call) {
        MethodDescriptor<UnknownFieldSet, UnknownFieldSet> descriptor =
                MethodDescriptor.<UnknownFieldSet, UnknownFieldSet>newBuilder()
                        .setType(MethodDescriptor.MethodType.UNARY)
                        .setFullMethodName(MethodDescriptor.generateFullMethodName(service, method))
                        .setRequestMarshaller(AnyMessage.INSTANCE)
                        .setResponseMarshaller(AnyMessage.INSTANCE)
                        .build();
        all.addMethod(
                descriptor,
                ServerCalls.asyncUnaryCall((request, observer) -> Calls.answer(observer, () -> call.apply(request))));
        return this;
    }

    ServerServiceDefinition build() {
        return all.build();
    }

    /** A response with nothing but its header. */
    static UnknownFieldSet.Builder response(long revision) {
        return UnknownFieldSet.newBuilder()
                .addField(HEADER_FIELD, bytes(ToProto.header(revision).toByteString()));
    }

    static UnknownFieldSet.Field bytes(ByteString bytes) {
        return UnknownFieldSet.Field.newBuilder().addLengthDelimited(bytes).build();
    }

    static UnknownFieldSet.Field number(long number) {
        return UnknownFieldSet.Field.newBuilder().addVarint(number).build();
    }
}
