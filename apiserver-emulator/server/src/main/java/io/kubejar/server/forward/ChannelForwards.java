package io.kubejar.server.forward;

import io.kubejar.core.loop.Loop;
import io.kubejar.core.node.PodNetwork;
import io.kubejar.core.time.Clock;
import io.kubejar.server.exchange.Tunnel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The forwards of one WebSocket whose messages begin with the number of a channel: data and errors of the first port, then of
 * the second. There is one forward for each port, from the beginning, and the connection ends with the last of them.
 * Upstream: handleWebSocketStreams, cri-streaming/portforward/websocket.go, v1.36.
 */
public final class ChannelForwards extends Connection {
    /** The subprotocol, which clients may also leave out. */
    public static final String PROTOCOL = "v4.channel.k8s.io";

    static final int CHANNELS_MAX = 256;

    private final List<Integer> ports;
    private final List<Forward> channels = new ArrayList<>();
    private int open;

    /** Takes a connection over whose bytes come a message at a time. */
    public ChannelForwards(
            List<Integer> ports, Tunnel tunnel, PodNetwork pod, Loop loop, Clock clock, ForwardLimits limits) {
        super(tunnel, pod, loop, clock, limits);
        this.ports = List.copyOf(ports);
        open = ports.size();
        tunnel.execute(this::begin); // once this listens
    }

    private void begin() {
        if (isClosed()) {
            return; // the client has left before its turn
        }
        for (int i = 0; i < ports.size(); i++) {
            Channel channel = new Channel(2 * i);
            int port = ports.get(i);
            byte[] littleEndian = {(byte) port, (byte) (port >> 8)};
            channel.send(channel.data, littleEndian);
            channel.send(channel.data + 1, littleEndian);
            channels.add(add(channel, port));
        }
        List.copyOf(channels).forEach(Forward::begin);
    }

    @Override
    public void onBytes(byte[] message) {
        touch();
        int channel = Byte.toUnsignedInt(message[0]);
        if (channel % 2 == 0 && channel / 2 < channels.size()) {
            channels.get(channel / 2).send(Arrays.copyOfRange(message, 1, message.length));
        }
    }

    private void ended(Channel one) {
        if (!one.over) {
            one.over = true;
            open--;
            if (open == 0) {
                tunnel().close();
            }
        }
    }

    @Override
    void ended() {
        channels.clear();
    }

    /** The two channels of one port. */
    private final class Channel implements ClientSide {
        private final int data;
        private boolean over;

        Channel(int data) {
            this.data = data;
        }

        private void send(int channel, byte[] bytes) {
            byte[] message = new byte[bytes.length + 1];
            message[0] = (byte) channel;
            System.arraycopy(bytes, 0, message, 1, bytes.length);
            ChannelForwards.this.send(message);
        }

        @Override
        public void write(byte[] bytes) {
            send(data, bytes);
        }

        @Override
        public void end() {
            ended(this);
        }

        @Override
        public void fail(String why) {
            send(data + 1, why.getBytes(StandardCharsets.UTF_8));
            ended(this);
        }
    }
}
