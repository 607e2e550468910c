package io.kubejar.etcd.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.kubejar.etcd.EtcdServer;
import io.kubejar.etcd.door.Door;
import io.kubejar.etcd.door.WatchRecord;
import io.kubejar.etcd.door.WireDoor;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchBeforeWriteTest {
    private static final int TIMES = 200;

    @TempDir
    Path folder;

    private static RequestOp put(String key) {
        return RequestOp.newBuilder()
                .setRequestPut(PutRequest.newBuilder().setKey(ByteString.copyFromUtf8(key)))
                .build();
    }

    @Test
    void aWatchThatWasAskedForBeforeAWriteSeesItAlsoWhenWritesWaitForTheDisk() {
        EtcdServer etcd =
                EtcdServer.builder().grpcPort(0).dataDir(folder).fsync(false).start();
        try (Door door = WireDoor.on(etcd.grpcPort(), etcd)) {
            door.call(put("connects"));
            for (int i = 0; i < TIMES; i++) {
                WatchRecord watch = door.watch(WatchCreateRequest.newBuilder()
                        .setKey(ByteString.copyFromUtf8("k" + i))
                        .build());
                door.call(put("k" + i)); // without waiting until the watch stands
                watch.await("the write", () -> watch.eventCount() > 0);
                assertThat(watch.events()).hasSize(1);
            }
        }
    }
}
