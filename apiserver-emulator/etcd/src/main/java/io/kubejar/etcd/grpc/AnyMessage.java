package io.kubejar.etcd.grpc;

import com.google.protobuf.UnknownFieldSet;
import io.grpc.MethodDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Messages for which there is no class. */
enum AnyMessage implements MethodDescriptor.Marshaller<UnknownFieldSet> {
    INSTANCE;

    @Override
    public InputStream stream(UnknownFieldSet message) {
        return message.toByteString().newInput();
    }

    @Override
    public UnknownFieldSet parse(InputStream stream) {
        try {
            return UnknownFieldSet.parseFrom(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
