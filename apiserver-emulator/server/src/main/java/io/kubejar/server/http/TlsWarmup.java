package io.kubejar.server.http;

import io.kubejar.server.remote.ClientTls;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * One TLS handshake in memory, so that the JDK has loaded what the first client will need: that costs a cold JVM a few
 * hundred milliseconds, here on a thread of its own while the rest of a cluster starts.
 */
final class TlsWarmup {
    private static final int STEPS_MAX = 100;

    private TlsWarmup() {}

    /** Lets a client of its own shake hands with the server's engine and send it something. */
    static void run(SSLEngine server) throws SSLException {
        SSLEngine client = ClientTls.trustingAnyone(null).createSSLEngine();
        client.setUseClientMode(true);
        ByteBuffer toServer = ByteBuffer.allocate(client.getSession().getPacketBufferSize());
        ByteBuffer toClient = ByteBuffer.allocate(server.getSession().getPacketBufferSize());
        client.beginHandshake();
        server.beginHandshake();
        for (int step = 0; step < STEPS_MAX && !(isDone(client) && isDone(server)); step++) {
            move(client, toServer, toClient);
            move(server, toClient, toServer);
        }
        client.wrap(ByteBuffer.wrap(new byte[16]), toServer);
        receive(server, toServer);
    }

    private static boolean isDone(SSLEngine engine) {
        return tasks(engine) == HandshakeStatus.NOT_HANDSHAKING;
    }

    /** Takes the engine's next step: it says something or hears something. */
    private static void move(SSLEngine engine, ByteBuffer out, ByteBuffer in) throws SSLException {
        switch (tasks(engine)) {
            case NEED_WRAP -> engine.wrap(ByteBuffer.allocate(0), out);
            case NEED_UNWRAP -> receive(engine, in);
            default -> {} // done, and waits for the other one
        }
    }

    private static void receive(SSLEngine engine, ByteBuffer in) throws SSLException {
        in.flip();
        engine.unwrap(in, ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()));
        in.compact();
    }

    private static HandshakeStatus tasks(SSLEngine engine) {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
        return engine.getHandshakeStatus();
    }
}
