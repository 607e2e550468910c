package io.kubejar.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.core.time.SystemClock;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LiveTunnelTest {
    private static final HttpServerConfig CONFIG = HttpServerConfig.loopback(
                    0, Door.PKI.server(), List.of(), SystemClock.INSTANCE, (what, why) -> {})
            .with(Door.limits(1000, Duration.ofSeconds(60), Duration.ofSeconds(2)));

    /** A connection whose other end takes nothing or everything. */
    private static final class Connection extends EmbeddedChannel {
        private final boolean stuck;

        Connection(boolean stuck) {
            this.stuck = stuck;
        }

        @Override
        protected void doWrite(ChannelOutboundBuffer in) throws Exception {
            if (!stuck) {
                super.doWrite(in);
            }
        }
    }

    private static LiveTunnel tunnel(Connection connection) {
        Transport transport = new Transport(CONFIG, (request, exchange) -> {}, new Workers("none", 1));
        return new LiveTunnel(connection, transport, false);
    }

    @Test
    void whoTakesNothingIsLeftAfterAWhileHoweverLittleThereIs() {
        Connection connection = new Connection(true);
        LiveTunnel tunnel = tunnel(connection);
        tunnel.write(new byte[10]);
        tunnel.close();
        connection.runScheduledPendingTasks();
        assertThat(tunnel.isWritable()).isTrue();
        assertThat(connection.isOpen()).isTrue();
        connection.advanceTimeBy(60, TimeUnit.SECONDS);
        connection.runScheduledPendingTasks();
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void whoAsksForEverMoreAndReadsNothingIsCutOff() {
        Connection connection = new Connection(true);
        LiveTunnel tunnel = tunnel(connection);
        byte[] answer = new byte[8 * 1024 * 1024];
        for (int i = 0; i < 8; i++) {
            tunnel.write(answer);
            assertThat(connection.isOpen()).isTrue();
        }
        tunnel.write(answer);
        tunnel.write(answer);
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void whatIsSentIsClosedAtOnce() {
        Connection connection = new Connection(false);
        tunnel(connection).close();
        assertThat(connection.isOpen()).isFalse();
        assertThat(connection.runScheduledPendingTasks()).isEqualTo(-1); // and nothing waits for it
    }
}
