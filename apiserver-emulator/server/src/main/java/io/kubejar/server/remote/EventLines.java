package io.kubejar.server.remote;

import io.kubejar.core.client.ApiClient.Watch;
import io.kubejar.core.client.WatchEvent;
import io.kubejar.core.client.WatchHandler;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The body of a watch as it comes in: a line of JSON per event. The handler is called under a lock, so that it hears
 * nothing more once {@link #close} has returned; it may itself call close.
 */
final class EventLines implements BodySubscriber<byte[]>, Watch {
    private final WatchHandler handler;
    private final ReentrantLock lock = new ReentrantLock();
    private ByteArrayOutputStream line = new ByteArrayOutputStream(); // this and below: under the lock
    private @Nullable Subscription subscription;
    private boolean ended;

    EventLines(WatchHandler handler) {
        this.handler = handler;
    }

    /** At once: the answer's head is all that the caller waits for. */
    @Override
    public CompletionStage<byte[]> getBody() {
        return CompletableFuture.completedFuture(new byte[0]);
    }

    @Override
    public void onSubscribe(Subscription given) {
        lock.lock();
        try {
            subscription = given;
            if (ended) {
                given.cancel();
            } else {
                given.request(1);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        lock.lock();
        try {
            for (ByteBuffer buffer : buffers) {
                while (buffer.hasRemaining() && !ended) {
                    take(buffer);
                }
            }
            if (!ended && subscription != null) {
                subscription.request(1);
            }
        } finally {
            lock.unlock();
        }
    }

    private void take(ByteBuffer buffer) {
        int end = buffer.position();
        while (end < buffer.limit() && buffer.get(end) != '\n') {
            end++;
        }
        byte[] piece = new byte[end - buffer.position()];
        buffer.get(piece);
        line.writeBytes(piece);
        if (buffer.hasRemaining()) {
            buffer.get(); // the line's end
            byte[] whole = line.toByteArray();
            line = new ByteArrayOutputStream();
            if (whole.length > 0) {
                deliver(whole);
            }
        }
    }

    private void deliver(byte[] whole) {
        WatchEvent event;
        try {
            event = Answers.event(whole);
        } catch (StatusException e) {
            end(e);
            return;
        }
        handler.onEvent(event);
    }

    @Override
    public void onError(Throwable why) {
        lock.lock();
        try {
            end(StatusException.of(Reason.SERVICE_UNAVAILABLE, "the watch was cut: " + why.getMessage()));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onComplete() {
        lock.lock();
        try {
            end(null);
        } finally {
            lock.unlock();
        }
    }

    private void end(@Nullable StatusException why) {
        if (!ended) {
            stop();
            handler.onClose(why);
        }
    }

    private void stop() {
        ended = true;
        if (subscription != null) {
            subscription.cancel();
        }
    }

    /** Whether the handler has heard the end, or was closed. */
    boolean hasEnded() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (!ended) {
                stop();
            }
        } finally {
            lock.unlock();
        }
    }
}
