package io.kubejar.etcd.proto;

import io.etcd.jetcd.api.StatusResponse;
import io.kubejar.etcd.mvcc.State;

/** How the store presents itself. */
public final class Status {
    /** The version of etcd whose behaviour this one has. Clients switch features on by it. */
    public static final String VERSION = "3.6.0";

    private Status() {}

    /** A lone member that leads itself. */
    public static StatusResponse of(State state) {
        return StatusResponse.newBuilder()
                .setHeader(ToProto.header(state.revision()))
                .setVersion(VERSION)
                .setLeader(ToProto.MEMBER_ID)
                .setRaftIndex(state.revision())
                .setRaftAppliedIndex(state.revision())
                .setRaftTerm(ToProto.RAFT_TERM)
                .setDbSize(state.bytes())
                .setDbSizeInUse(state.bytes())
                .build();
    }
}
