package io.kubejar.etcd.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

class GrpcCommandsTest {
    @Test
    void gRpcDoesNotEndAConnectionThatIsNoLongerItsOwn() {
        EmbeddedChannel channel = new EmbeddedChannel(new GrpcCommands());
        assertThat(channel.writeOneOutbound(new Object()).isSuccess()).isTrue();
        assertThat(channel.<Object>readOutbound()).isNull();
        assertThat(channel.isOpen()).isTrue();
        assertThat(channel.finish()).isFalse();
    }
}
