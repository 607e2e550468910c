package io.kubejar.etcd.gateway;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.LeaderRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.Role;
import io.etcd.jetcd.api.lock.LockRequest;
import java.util.HashMap;
import java.util.Map;

/** The services and messages of etcd 3.6: those of the message classes, and what is newer. */
final class Schema {
    private final Map<String, MethodDescriptor> methods = new HashMap<>();

    Schema() {
        FileDescriptor keys = KeyValue.getDescriptor().getFile();
        try {
            FileDescriptor users =
                    build(NewerSchema.users(Role.getDescriptor().getFile().toProto()));
            FileDescriptor store = build(
                    NewerSchema.store(RangeRequest.getDescriptor().getFile().toProto()), keys, users);
            add(store);
            add(build(LockRequest.getDescriptor().getFile().toProto(), store));
            add(build(LeaderRequest.getDescriptor().getFile().toProto(), store, keys));
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException("the schema of etcd 3.6 does not fit the message classes", e);
        }
    }

    private static FileDescriptor build(FileDescriptorProto file, FileDescriptor... imports)
            throws DescriptorValidationException {
        return FileDescriptor.buildFrom(file, imports);
    }

    private void add(FileDescriptor file) {
        for (ServiceDescriptor service : file.getServices()) {
            for (MethodDescriptor method : service.getMethods()) {
                methods.put(service.getFullName() + "/" + method.getName(), method);
            }
        }
    }

    /** By its full name, as in {@code etcdserverpb.KV/Range}. */
    MethodDescriptor method(String name) {
        MethodDescriptor method = methods.get(name);
        if (method == null) {
            throw new IllegalStateException("etcd has no method " + name);
        }
        return method;
    }
}
