package io.kubejar.server.forward;

import io.kubejar.server.exchange.Tunnel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a port of a pod, from when the client asks for it until either side has done. What the port's side sends
 * last ends it; what the client sends last only ends its own direction. Upstream: criService.portForward, containerd v2.0,
 * which cuts the other direction off half a second after the first.
 */
final class Forward implements Tunnel.Listener {
    private final Client client;
    private final ClientSide side;
    private final int port;
    private final Queue<byte[]> waiting = new ArrayDeque<>(); // until the connection is open
    private @Nullable Tunnel target;
    private boolean clientEnded;
    private boolean over;

    Forward(Client client, ClientSide side, int port) {
        this.client = client;
        this.side = side;
        this.port = port;
    }

    /** Connects. */
    void begin() {
        InetSocketAddress at = client.pod().listener(port);
        if (at == null) {
            refused();
            return;
        }
        client.hold(this);
        client.tunnel().dial(at, this::connected, why -> refused());
    }

    private void refused() {
        if (over) {
            return; // who gave up has not found out whether anybody listens
        }
        client.pod().tried(port, false);
        fail(Words.refused(client.pod(), port));
    }

    private Tunnel.Listener connected(Tunnel to) {
        if (over) {
            to.close();
            return this;
        }
        client.pod().tried(port, true);
        target = to;
        for (byte[] bytes = waiting.poll(); bytes != null; bytes = waiting.poll()) {
            to.write(bytes);
        }
        if (clientEnded) {
            to.end();
        }
        if (to.isWritable()) {
            client.release(this);
        }
        to.read(client.tunnel().isWritable());
        return this;
    }

    /** The client has sent bytes. */
    void send(byte[] bytes) {
        Tunnel to = target;
        if (over) {
            return;
        }
        if (to == null) {
            waiting.add(bytes); // what had been read before the client was held
            return;
        }
        to.write(bytes);
        if (!to.isWritable()) {
            client.hold(this);
        }
    }

    /** The client sends no more. */
    void clientEnded() {
        clientEnded = true;
        Tunnel to = target;
        if (to != null && !over) {
            to.end();
        }
    }

    /** The client wants no more of it, or is gone: tells nobody. */
    void drop() {
        if (!over) {
            over = true;
            client.release(this);
            client.done(this);
            waiting.clear();
            Tunnel to = target;
            if (to != null) {
                to.close();
            }
        }
    }

    private void fail(String why) {
        if (!over) {
            drop();
            side.fail(why);
        }
    }

    /** The client's connection takes bytes again. */
    void clientWritable() {
        Tunnel to = target;
        if (to != null && !over) {
            to.read(true);
        }
    }

    @Override
    public void onBytes(byte[] bytes) {
        if (over) {
            return;
        }
        side.write(bytes);
        Tunnel to = target;
        if (to != null && !client.tunnel().isWritable()) {
            to.read(false);
        }
    }

    @Override
    public void onEnd() {
        if (!over) {
            drop();
            side.end();
        }
    }

    @Override
    public void onWritable() {
        client.release(this);
    }

    @Override
    public void onClose(@Nullable IOException why) {
        if (why == null) {
            onEnd();
        } else {
            fail(Words.reset(client.pod(), port));
        }
    }
}
