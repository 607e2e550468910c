package io.kubejar.server.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.AbstractEventExecutorGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that do the transport's I/O; channels take turns. Netty's own group of loops would, at its end, start a
 * global thread that is no daemon and stays for a second: too long for the tests of those who use us.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the end of each loop is waited for in close()
final class IoLoops extends AbstractEventExecutorGroup implements EventLoopGroup {
    private final List<EventLoop> loops = new ArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();

    IoLoops(String name, int threads) {
        ThreadFactory factory = new DefaultThreadFactory(name, true);
        for (int i = 0; i < threads; i++) {
            loops.add(new SingleThreadIoEventLoop(null, factory, NioIoHandler.newFactory()));
        }
    }

    @Override
    public EventLoop next() {
        return loops.get(Math.floorMod(turn.getAndIncrement(), loops.size()));
    }

    @Override
    public ChannelFuture register(Channel channel) {
        return next().register(channel);
    }

    @Override
    public ChannelFuture register(ChannelPromise promise) {
        return next().register(promise);
    }

    @Override
    @Deprecated
    public ChannelFuture register(Channel channel, ChannelPromise promise) {
        return next().register(channel, promise);
    }

    @Override
    public Iterator<EventExecutor> iterator() {
        return List.<EventExecutor>copyOf(loops).iterator();
    }

    /** Closes what is still registered and ends the threads; waits for them at most so long. */
    void close(Duration patience) {
        List<Future<?>> ends = new ArrayList<>();
        for (EventLoop loop : loops) {
            ends.add(loop.shutdownGracefully(0, patience.toMillis(), TimeUnit.MILLISECONDS));
        }
        ends.forEach(end -> end.awaitUninterruptibly(patience.toMillis()));
    }

    /** The end of the loop that was asked first; {@link #close} waits for all. */
    @Override
    public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
        loops.forEach(loop -> loop.shutdownGracefully(quietPeriod, timeout, unit));
        return terminationFuture();
    }

    @Override
    public Future<?> terminationFuture() {
        return loops.get(0).terminationFuture();
    }

    @Override
    @Deprecated
    public void shutdown() {
        shutdownGracefully();
    }

    @Override
    public boolean isShuttingDown() {
        return loops.stream().allMatch(EventLoop::isShuttingDown);
    }

    @Override
    public boolean isShutdown() {
        return loops.stream().allMatch(EventLoop::isShutdown);
    }

    @Override
    public boolean isTerminated() {
        return loops.stream().allMatch(EventLoop::isTerminated);
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        for (EventLoop loop : loops) {
            if (!loop.awaitTermination(timeout, unit)) {
                return false;
            }
        }
        return true;
    }
}
