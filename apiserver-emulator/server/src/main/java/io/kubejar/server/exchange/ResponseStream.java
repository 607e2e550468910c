package io.kubejar.server.exchange;

/** The body of an answer, written in pieces from any thread. Pieces are sent in the order of the calls. */
public interface ResponseStream {
    /** Queues a piece and flushes. Never blocks. After the end it is without effect. */
    void write(byte[] piece);

    /** Whether the client takes what is written; while it is false the writer should hold back and bound what it keeps. */
    boolean isWritable();

    /** Called each time the stream becomes writable again, on a thread of the transport. Set once. */
    void onWritable(Runnable callback);

    /** Called once when the stream has ended, whoever ended it; at once when it already has. Set once. */
    void onClose(Runnable callback);

    /** Ends the body properly. May be called twice. */
    void close();
}
