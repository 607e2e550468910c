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

    private static final long NEW_FILE_BYTES = 5 * 4096; // pages of bbolt
    private static final long NEW_FILE_BYTES_IN_USE = 4 * 4096;

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
                .setDbSize(size(state))
                .setDbSizeInUse(sizeInUse(state))
                .setUnknownFields(newer)
                .build();
    }

    /** About how many bytes etcd's file would take. It is never empty, and etcdctl divides by what it is told. */
    public static long size(State state) {
        return NEW_FILE_BYTES + state.bytes();
    }

    /** About how many of them are in use. */
    public static long sizeInUse(State state) {
        return NEW_FILE_BYTES_IN_USE + state.bytes();
    }

    private static UnknownFieldSet.Field bytes(ByteString bytes) {
        return UnknownFieldSet.Field.newBuilder().addLengthDelimited(bytes).build();
    }
}
