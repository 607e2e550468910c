package io.kubejar.server.exchange;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A connection that carries bytes both ways, after it has left HTTP or to somewhere else. It has a thread, on which its
 * listener hears and on which all methods are called but {@link #execute} and {@link #close}; nothing there may block.
 */
public interface Tunnel {
    /** Hears what comes from the other end. */
    interface Listener {
        /** The next bytes. */
        void onBytes(byte[] bytes);

        /** The other end sends no more, but may still read. */
        void onEnd();

        /** What was written before has been taken so far that more may follow. */
        void onWritable();

        /** It is closed, by whomever; nothing follows. With what broke it, or null. */
        void onClose(@Nullable IOException why);
    }

    /** Queues bytes, which are only read. Never blocks; after the end it is without effect. */
    void write(byte[] bytes);

    /** Whether the other end takes what is written; while it is false the writer should hold back. */
    boolean isWritable();

    /** Writes no more; what the other end sends is still heard. Not where the connection came from HTTP. */
    void end();

    /** Whether more bytes are wanted; a little may still come after a no. */
    void read(boolean wanted);

    /** Closes it after what has been written. Any thread; may be called twice. */
    void close();

    /** Runs a task on its thread; when that is gone, never. Any thread. */
    void execute(Runnable task);

    /**
     * Opens a TCP connection that has the same thread.
     *
     * @param opened called when it is open, with what gives its listener
     * @param failed told why it could not be opened
     */
    void dial(InetSocketAddress to, Function<Tunnel, Listener> opened, Consumer<IOException> failed);
}
