package io.kubejar.etcd.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.UnknownFieldSet;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.kubejar.etcd.proto.FromProto;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code grpc.reflection.v1.ServerReflection}, and {@code v1alpha}, which is the same: what services there are and how their
 * messages look, for tools such as grpcurl. etcd itself has none. By hand, because it is a handful of fields. Source:
 * grpc/reflection/v1/reflection.proto.
 */
final class ReflectionService {
    private static final List<String> NAMES =
            List.of("grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection");

    // In ServerReflectionRequest.
    private static final int FILE_BY_FILENAME = 3;
    private static final int FILE_CONTAINING_SYMBOL = 4;
    private static final int LIST_SERVICES = 7;

    // In ServerReflectionResponse.
    private static final int ORIGINAL_REQUEST = 2;
    private static final int FILES = 4;
    private static final int SERVICES = 6;
    private static final int ERROR = 7;

    private final List<String> services = new ArrayList<>();
    private final List<ServerServiceDefinition> described;
    private volatile @Nullable Schemas schemas; // made when somebody asks

    /** Tells of these services, and of itself. */
    ReflectionService(List<ServerServiceDefinition> described) {
        this.described = described;
        described.forEach(service -> services.add(service.getServiceDescriptor().getName()));
        services.addAll(NAMES);
    }

    /** Itself, under each of its names. */
    List<ServerServiceDefinition> definitions() {
        return NAMES.stream().map(this::definition).toList();
    }

    private ServerServiceDefinition definition(String name) {
        MethodDescriptor<UnknownFieldSet, UnknownFieldSet> info =
                MethodDescriptor.<UnknownFieldSet, UnknownFieldSet>newBuilder()
                        .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
                        .setFullMethodName(MethodDescriptor.generateFullMethodName(name, "ServerReflectionInfo"))
                        .setRequestMarshaller(AnyMessage.INSTANCE)
                        .setResponseMarshaller(AnyMessage.INSTANCE)
                        .build();
        return ServerServiceDefinition.builder(name)
                .addMethod(info, ServerCalls.asyncBidiStreamingCall(Questions::new))
                .build();
    }

    /** A stream of questions, each answered at once. */
    private final class Questions implements StreamObserver<UnknownFieldSet> {
        private final StreamObserver<UnknownFieldSet> answers;

        Questions(StreamObserver<UnknownFieldSet> answers) {
            this.answers = answers;
        }

        @Override
        public void onNext(UnknownFieldSet request) {
            answers.onNext(answer(request)
                    .addField(ORIGINAL_REQUEST, NewerMethods.bytes(request.toByteString()))
                    .build());
        }

        @Override
        public void onError(Throwable gone) {}

        @Override
        public void onCompleted() {
            answers.onCompleted();
        }
    }

    private UnknownFieldSet.Builder answer(UnknownFieldSet request) {
        if (request.hasField(LIST_SERVICES)) {
            return response(SERVICES, list());
        }
        if (request.hasField(FILE_BY_FILENAME)) {
            String name = FromProto.text(request, FILE_BY_FILENAME);
            return files(schemas().file(name), "file not found: " + name);
        }
        if (request.hasField(FILE_CONTAINING_SYMBOL)) {
            String symbol = FromProto.text(request, FILE_CONTAINING_SYMBOL);
            return files(schemas().fileOf(symbol), "symbol not found: " + symbol);
        }
        return error(Status.Code.UNIMPLEMENTED, "nothing of etcd is an extension");
    }

    private Schemas schemas() {
        Schemas made = schemas;
        if (made == null) {
            made = new Schemas(described);
            schemas = made;
        }
        return made;
    }

    private UnknownFieldSet list() {
        UnknownFieldSet.Field.Builder all = UnknownFieldSet.Field.newBuilder();
        services.forEach(name -> all.addLengthDelimited(text(1, name).build().toByteString()));
        return UnknownFieldSet.newBuilder().addField(1, all.build()).build();
    }

    private static UnknownFieldSet.Builder files(@Nullable FileDescriptor file, String otherwise) {
        if (file == null) {
            return error(Status.Code.NOT_FOUND, otherwise);
        }
        UnknownFieldSet.Field.Builder all = UnknownFieldSet.Field.newBuilder();
        Schemas.withDependencies(file).forEach(all::addLengthDelimited);
        return response(
                FILES, UnknownFieldSet.newBuilder().addField(1, all.build()).build());
    }

    private static UnknownFieldSet.Builder error(Status.Code code, String message) {
        return response(
                ERROR,
                text(2, message).addField(1, NewerMethods.number(code.value())).build());
    }

    private static UnknownFieldSet.Builder response(int field, UnknownFieldSet content) {
        return UnknownFieldSet.newBuilder().addField(field, NewerMethods.bytes(content.toByteString()));
    }

    private static UnknownFieldSet.Builder text(int field, String text) {
        return UnknownFieldSet.newBuilder().addField(field, NewerMethods.bytes(ByteString.copyFromUtf8(text)));
    }
}
