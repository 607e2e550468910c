package io.kubejar.fabric8;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.kubejar.server.exchange.AnswerBody;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A body whose pieces are handed to a consumer, one each time the consumer asks: at once when there is one, else on the
 * thread of who writes it. Thread-safe; the consumer is called by one thread at a time.
 */
final class PushedBody implements AsyncBody {
    private final AnswerBody body;
    private final Consumer<List<ByteBuffer>> consumer;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final AtomicLong asked = new AtomicLong();
    /** How often somebody wanted to look for pieces since it was last done; who finds zero does it. */
    private final AtomicInteger looks = new AtomicInteger();
    /** Whether a piece without bytes is owed: fabric8 takes a watch for opened when its first piece comes. */
    private boolean greeting; // by who pushes

    PushedBody(AnswerBody body, Consumer<List<ByteBuffer>> consumer) {
        this.body = body;
        this.consumer = consumer;
        greeting = !body.hasEnded();
        body.onArrival(this::push);
    }

    @Override
    public void consume() {
        asked.incrementAndGet();
        push();
    }

    private void push() {
        if (looks.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            pushAsked();
            seen = looks.addAndGet(-seen);
        } while (seen != 0);
    }

    private void pushAsked() {
        while (asked.get() > 0) {
            byte[] piece = greeting ? new byte[0] : body.poll();
            if (piece == null) {
                break;
            }
            greeting = false;
            asked.decrementAndGet();
            try {
                consumer.consume(List.of(ByteBuffer.wrap(piece)), this);
            } catch (Exception e) {
                done.completeExceptionally(e);
                body.cancel();
            }
        }
        if (body.isExhausted()) {
            done.complete(null);
        }
    }

    @Override
    public CompletableFuture<Void> done() {
        return done;
    }

    @Override
    public void cancel() {
        done.cancel(false);
        body.cancel();
    }
}
