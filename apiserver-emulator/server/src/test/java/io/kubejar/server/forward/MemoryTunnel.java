package io.kubejar.server.forward;

import io.kubejar.server.exchange.Tunnel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A tunnel whose other end is the test. */
final class MemoryTunnel implements Tunnel {
    /** Connections that are being opened for this one. */
    record Dial(InetSocketAddress to, Function<Tunnel, Listener> opened, Consumer<IOException> failed) {
        /** It is open. */
        MemoryTunnel succeed() {
            MemoryTunnel made = new MemoryTunnel();
            made.listener = opened.apply(made);
            return made;
        }

        /** Nobody is there. */
        void fail() {
            failed.accept(new IOException("refused"));
        }
    }

    final List<Dial> dials = new ArrayList<>();
    final StringBuilder text = new StringBuilder(); // what was written, if it is text
    Consumer<byte[]> written = bytes -> text.append(new String(bytes, StandardCharsets.UTF_8));

    Consumer<Runnable> turns = Runnable::run; // who runs the tasks of its thread

    @Nullable
    Listener listener;

    boolean writable = true;
    boolean reading = true;
    boolean ended;
    boolean closed;

    /** The listener, which is there. */
    Listener to() {
        Listener known = listener;
        if (known == null) {
            throw new IllegalStateException("nobody listens");
        }
        return known;
    }

    /** The other end sends text. */
    void comes(String bytes) {
        to().onBytes(bytes.getBytes(StandardCharsets.UTF_8));
    }

    /** The other end takes bytes again. */
    void drained() {
        writable = true;
        to().onWritable();
    }

    /** The connection breaks, or the other end closes it. */
    void breaks(@Nullable IOException why) {
        if (!closed) {
            closed = true;
            to().onClose(why);
        }
    }

    @Override
    public void write(byte[] bytes) {
        if (!closed && !ended) {
            written.accept(bytes);
        }
    }

    @Override
    public boolean isWritable() {
        return writable;
    }

    @Override
    public void end() {
        ended = true;
    }

    @Override
    public void read(boolean wanted) {
        reading = wanted;
    }

    @Override
    public void close() {
        Listener known = listener;
        if (!closed) {
            closed = true;
            if (known != null) {
                known.onClose(null);
            }
        }
    }

    @Override
    public void execute(Runnable task) {
        turns.accept(task);
    }

    @Override
    public void dial(InetSocketAddress to, Function<Tunnel, Listener> opened, Consumer<IOException> failed) {
        dials.add(new Dial(to, opened, failed));
    }
}
