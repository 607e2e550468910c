package io.kubejar.etcd.proto;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.StatusResponse;
import io.kubejar.etcd.mvcc.Quota;
import io.kubejar.etcd.mvcc.State;

/** How the store presents itself. */
public final class Status {
    /** The version of etcd whose behaviour this one has. Clients switch features on by it. */
    public static final String VERSION = "3.6.0";

    // In StatusResponse; newer than the message class.
    private static final int STORAGE_VERSION_FIELD = 11;
    private static final int QUOTA_FIELD = 12;
    private static final int DOWNGRADE_FIELD = 13;

    private Status() {}

    /** A lone member that leads itself. Source: etcd 3.6 v3rpc.maintenanceServer.Status. */
    public static StatusResponse of(State state, Quota quota) {
        UnknownFieldSet newer = UnknownFieldSet.newBuilder()
                .addField(STORAGE_VERSION_FIELD, bytes(ByteString.copyFromUtf8(VERSION)))
                .addField(
                        QUOTA_FIELD,
                        UnknownFieldSet.Field.newBuilder()
                                .addVarint(quota.bytes())
                                .build())
                .addField(DOWNGRADE_FIELD, bytes(ByteString.EMPTY)) // none is under way
                .build();
        return StatusResponse.newBuilder()
                .setHeader(ToProto.header(state.revision()))
                .setVersion(VERSION)
                .setLeader(ToProto.MEMBER_ID)
                .setRaftIndex(state.revision())
                .setRaftAppliedIndex(state.revision())
                .setRaftTerm(ToProto.RAFT_TERM)
                .setDbSize(state.bytes())
                .setDbSizeInUse(state.bytes())
                .setUnknownFields(newer)
                .build();
    }

    private static UnknownFieldSet.Field bytes(ByteString bytes) {
        return UnknownFieldSet.Field.newBuilder().addLengthDelimited(bytes).build();
    }
}
