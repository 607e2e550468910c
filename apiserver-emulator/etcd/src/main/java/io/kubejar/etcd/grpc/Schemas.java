package io.kubejar.etcd.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoFileDescriptorSupplier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The files in which the messages and services of a server are described, by their names and by what is in them. */
final class Schemas {
    private final Map<String, FileDescriptor> ofNames = new HashMap<>();
    private final Map<String, FileDescriptor> ofSymbols = new HashMap<>();

    Schemas(List<ServerServiceDefinition> services) {
        for (ServerServiceDefinition service : services) {
            if (service.getServiceDescriptor().getSchemaDescriptor() instanceof ProtoFileDescriptorSupplier described) {
                add(described.getFileDescriptor());
            }
        }
    }

    private void add(FileDescriptor file) {
        if (ofNames.put(file.getName(), file) != null) {
            return;
        }
        file.getDependencies().forEach(this::add);
        file.getServices().forEach(service -> {
            symbol(service);
            service.getMethods().forEach(this::symbol);
        });
        symbols(file.getMessageTypes());
        file.getEnumTypes().forEach(this::symbol);
    }

    private void symbols(Collection<Descriptor> messages) {
        for (Descriptor message : messages) {
            symbol(message);
            message.getEnumTypes().forEach(this::symbol);
            symbols(message.getNestedTypes());
        }
    }

    private void symbol(GenericDescriptor one) {
        ofSymbols.put(one.getFullName(), one.getFile());
    }

    /** The file of that name, or null. */
    @Nullable
    FileDescriptor file(String name) {
        return ofNames.get(name);
    }

    /** The file in which a message, an enumeration, a service or a method is described, or null. */
    @Nullable
    FileDescriptor fileOf(String symbol) {
        return ofSymbols.get(symbol);
    }

    /** A file and all that it stands on, itself first. */
    static List<ByteString> withDependencies(FileDescriptor file) {
        Set<FileDescriptor> all = new LinkedHashSet<>();
        Deque<FileDescriptor> next = new ArrayDeque<>(List.of(file));
        while (!next.isEmpty()) {
            FileDescriptor one = next.poll();
            if (all.add(one)) {
                next.addAll(one.getDependencies());
            }
        }
        return all.stream().map(one -> one.toProto().toByteString()).toList();
    }
}
