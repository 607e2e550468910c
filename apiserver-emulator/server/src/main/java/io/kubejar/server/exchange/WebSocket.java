package io.kubejar.server.exchange;

/** An open WebSocket; written from any thread, in the order of the calls. */
public interface WebSocket {
    /** Hears what the client sends, on a thread of the transport; must not block. */
    interface Listener {
        /** A whole message; text messages come as UTF-8. */
        void onMessage(byte[] message, boolean binary);

        /** It is closed; nothing follows. */
        void onClose();
    }

    /** Sends a text message in UTF-8. */
    void sendText(byte[] utf8);

    /** Sends a binary message. */
    void sendBinary(byte[] message);

    /** Whether the client takes what is written. */
    boolean isWritable();

    /** Called each time it becomes writable again. Set once. */
    void onWritable(Runnable callback);

    /** Closes it with a WebSocket status code (1000 is normal) and a reason. May be called twice. */
    void close(int code, String reason);
}
