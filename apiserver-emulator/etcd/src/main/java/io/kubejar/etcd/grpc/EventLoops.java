package io.kubejar.etcd.grpc;

import io.kubejar.core.time.SystemClock;
import io.kubejar.etcd.engine.Place;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.nio.channels.spi.SelectorProvider;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The threads of the port, each with those of its calls that wait for the disk. */
final class EventLoops {
    /** An event loop, and who gathers there. */
    private record One(ThreadAwareExecutor loop, Gathering gathering) {}

    private final List<One> all = new CopyOnWriteArrayList<>();
    private final EventLoopGroup group;

    /** With so many threads. */
    EventLoops(int threads) {
        IoHandlerFactory handlers = this::handler;
        group = new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("etcd-grpc", true), handlers);
    }

    private IoHandler handler(ThreadAwareExecutor loop) {
        Gathering gathering = new Gathering(SystemClock.INSTANCE::nanos); // disks know no other
        all.add(new One(loop, gathering));
        return NioIoHandler.newFactory(SelectorProvider.provider(), () -> new ShortSpin(gathering))
                .newHandler(loop);
    }

    /** All of them. */
    EventLoopGroup group() {
        return group;
    }

    /** Where the calls of the thread that this is called on gather; null when it is none of these. */
    @Nullable
    Place here() {
        for (One one : all) {
            if (one.loop().isExecutorThread(Thread.currentThread())) {
                return one.gathering();
            }
        }
        return null;
    }

    /** Nobody is waited for any more: those who gather are answered, before anything that their threads are told after this. */
    void answerAll() {
        if (!group.isShuttingDown()) {
            all.forEach(one -> one.loop().execute(one.gathering()::answer));
        }
    }

    /** Ends them, and waits for that. */
    void stop(long seconds) {
        group.shutdownGracefully(0, seconds, TimeUnit.SECONDS).awaitUninterruptibly(seconds, TimeUnit.SECONDS);
    }
}
