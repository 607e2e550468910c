package io.kubejar.server.forward;

/** Where one forward writes to: what the client reads of it. On the connection's thread only. */
interface ClientSide {
    /** The next bytes from the port. */
    void write(byte[] bytes);

    /** The port's side has ended, and with it the forward. */
    void end();

    /** The forward has failed; the client is told why. */
    void fail(String why);
}
