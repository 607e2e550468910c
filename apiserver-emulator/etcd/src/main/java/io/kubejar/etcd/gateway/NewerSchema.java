package io.kubejar.etcd.gateway;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import java.util.List;

/**
 * What etcd 3.6 has in its files and the message classes that we use are too old for. Source: etcd 3.6
 * api/etcdserverpb/rpc.proto and api/authpb/auth.proto.
 */
final class NewerSchema {
    /** A row: message, field, number, type; behind it the oneof that the field is in, or {@code repeated}. */
    private static final String USERS = """
            UserAddOptions no_password 1 bool
            """;

    private static final String STORE = """
            Compare lease 8 int64 target_union
            HashKVResponse hash_revision 4 int64
            WatchCreateRequest watch_id 7 int64
            WatchCreateRequest fragment 8 bool
            WatchResponse fragment 7 bool
            LeaseLeasesRequest
            LeaseStatus ID 1 int64
            LeaseLeasesResponse header 1 .etcdserverpb.ResponseHeader
            LeaseLeasesResponse leases 2 .etcdserverpb.LeaseStatus repeated
            MemberListRequest linearizable 1 bool
            DowngradeRequest action 1 .etcdserverpb.DowngradeRequest.DowngradeAction
            DowngradeRequest version 2 string
            DowngradeResponse header 1 .etcdserverpb.ResponseHeader
            DowngradeResponse version 2 string
            StatusResponse storageVersion 11 string
            StatusResponse dbSizeQuota 12 int64
            StatusResponse downgradeInfo 13 .etcdserverpb.DowngradeInfo
            DowngradeInfo enabled 1 bool
            DowngradeInfo targetVersion 2 string
            AuthStatusRequest
            AuthStatusResponse header 1 .etcdserverpb.ResponseHeader
            AuthStatusResponse enabled 2 bool
            AuthStatusResponse authRevision 3 uint64
            AuthUserAddRequest options 3 .authpb.UserAddOptions
            """;

    private static final List<String> DOWNGRADE_ACTIONS = List.of("VALIDATE", "ENABLE", "CANCEL");

    private NewerSchema() {}

    /** Adds to {@code auth.proto}. */
    static FileDescriptorProto users(FileDescriptorProto known) {
        FileDescriptorProto.Builder file = known.toBuilder();
        USERS.lines().forEach(row -> add(file, row.split(" ")));
        return file.build();
    }

    /** Adds to {@code rpc.proto}. */
    static FileDescriptorProto store(FileDescriptorProto known) {
        FileDescriptorProto.Builder file = known.toBuilder();
        STORE.lines().forEach(row -> add(file, row.split(" ")));
        EnumDescriptorProto.Builder actions =
                message(file, "DowngradeRequest").addEnumTypeBuilder().setName("DowngradeAction");
        DOWNGRADE_ACTIONS.forEach(
                name -> actions.addValueBuilder().setName(name).setNumber(actions.getValueCount() - 1));
        for (EnumDescriptorProto.Builder target : message(file, "Compare").getEnumTypeBuilderList()) {
            if (target.getName().equals("CompareTarget")) {
                target.addValueBuilder().setName("LEASE").setNumber(4);
            }
        }
        for (EnumDescriptorProto.Builder alarm : file.getEnumTypeBuilderList()) {
            if (alarm.getName().equals("AlarmType")) {
                alarm.addValueBuilder().setName("CORRUPT").setNumber(2);
            }
        }
        method(file, "Lease", "LeaseLeases", "LeaseLeasesRequest", "LeaseLeasesResponse");
        method(file, "Maintenance", "Downgrade", "DowngradeRequest", "DowngradeResponse");
        method(file, "Auth", "AuthStatus", "AuthStatusRequest", "AuthStatusResponse");
        return file.build();
    }

    private static DescriptorProto.Builder message(FileDescriptorProto.Builder file, String name) {
        for (DescriptorProto.Builder message : file.getMessageTypeBuilderList()) {
            if (message.getName().equals(name)) {
                return message;
            }
        }
        return file.addMessageTypeBuilder().setName(name);
    }

    private static void add(FileDescriptorProto.Builder file, String[] row) {
        DescriptorProto.Builder message = message(file, row[0]);
        if (row.length == 1) {
            return;
        }
        FieldDescriptorProto.Builder field = message.addFieldBuilder()
                .setName(row[1])
                .setNumber(Integer.parseInt(row[2]))
                .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL);
        switch (row[3]) {
            case "bool" -> field.setType(FieldDescriptorProto.Type.TYPE_BOOL);
            case "int64" -> field.setType(FieldDescriptorProto.Type.TYPE_INT64);
            case "uint64" -> field.setType(FieldDescriptorProto.Type.TYPE_UINT64);
            case "string" -> field.setType(FieldDescriptorProto.Type.TYPE_STRING);
            default -> field.setTypeName(row[3]);
        }
        if (row.length > 4 && row[4].equals("repeated")) {
            field.setLabel(FieldDescriptorProto.Label.LABEL_REPEATED);
        } else if (row.length > 4) {
            field.setOneofIndex(oneof(message, row[4]));
        }
    }

    private static int oneof(DescriptorProto.Builder message, String name) {
        for (int i = 0; i < message.getOneofDeclCount(); i++) {
            if (message.getOneofDecl(i).getName().equals(name)) {
                return i;
            }
        }
        throw new IllegalStateException(message.getName() + " has no oneof " + name);
    }

    private static void method(
            FileDescriptorProto.Builder file, String service, String name, String request, String response) {
        for (ServiceDescriptorProto.Builder one : file.getServiceBuilderList()) {
            if (one.getName().equals(service)) {
                one.addMethod(MethodDescriptorProto.newBuilder()
                        .setName(name)
                        .setInputType(".etcdserverpb." + request)
                        .setOutputType(".etcdserverpb." + response));
            }
        }
    }
}
