package io.kubejar.server.forward;

import io.kubejar.core.loop.Loop;
import io.kubejar.core.loop.Timer;
import io.kubejar.core.node.PodNetwork;
import io.kubejar.core.time.Clock;
import io.kubejar.server.exchange.Tunnel;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What every connection for forwards does, whatever its protocol: it is closed after a long silence, a slow side slows the
 * other one down, and nothing outlives it. A client that leaves while its bytes are not taken is noticed when they are, or
 * after the silence.
 */
abstract class Connection implements Client, Tunnel.Listener {
    private final Tunnel tunnel;
    private final PodNetwork pod;
    private final Loop loop;
    private final Clock clock;
    private final ForwardLimits limits;
    private final Set<Forward> forwards = new LinkedHashSet<>();
    private final Set<Forward> slow = new LinkedHashSet<>();
    private Instant active;
    private @Nullable Timer silence;
    private boolean closed;

    Connection(Tunnel tunnel, PodNetwork pod, Loop loop, Clock clock, ForwardLimits limits) {
        this.tunnel = tunnel;
        this.pod = pod;
        this.loop = loop;
        this.clock = clock;
        this.limits = limits;
        active = clock.now();
        watch(limits.idle());
    }

    private void watch(Duration left) {
        silence = after(left, "silence on a port forward", () -> {
            Duration quiet = Duration.between(active, clock.now());
            if (quiet.compareTo(limits.idle()) >= 0) {
                tunnel.close();
            } else {
                watch(limits.idle().minus(quiet));
            }
        });
    }

    /** Runs a task on the connection's thread when the cluster's clock has come so far, unless it is closed before. */
    final Timer after(Duration delay, String what, Runnable task) {
        return loop.after(
                delay,
                what,
                () -> tunnel.execute(() -> {
                    if (!closed) {
                        task.run();
                    }
                }));
    }

    /** Whether it is over: nothing may begin any more. */
    final boolean isClosed() {
        return closed;
    }

    final ForwardLimits limits() {
        return limits;
    }

    /** Something goes one way or the other. */
    final void touch() {
        active = clock.now();
    }

    /** Sends the client something. */
    final void send(byte[] bytes) {
        touch();
        tunnel.write(bytes);
    }

    /** Begins a forward that is kept until it is done. */
    final Forward add(ClientSide side, int port) {
        Forward forward = new Forward(this, side, port);
        forwards.add(forward);
        return forward;
    }

    @Override
    public PodNetwork pod() {
        return pod;
    }

    @Override
    public Tunnel tunnel() {
        return tunnel;
    }

    @Override
    public void hold(Forward one) {
        slow.add(one);
        tunnel.read(false);
    }

    @Override
    public void release(Forward one) {
        if (slow.remove(one) && slow.isEmpty()) {
            tunnel.read(true);
        }
    }

    @Override
    public void done(Forward forward) {
        forwards.remove(forward);
    }

    @Override
    public void onEnd() {
        tunnel.close();
    }

    @Override
    public void onWritable() {
        List.copyOf(forwards).forEach(Forward::clientWritable);
    }

    @Override
    public void onClose(@Nullable IOException why) {
        closed = true;
        Timer timer = silence;
        if (timer != null) {
            timer.cancel();
        }
        List.copyOf(forwards).forEach(Forward::drop);
        ended();
    }

    /** The connection is closed, and so is every forward. */
    abstract void ended();
}
