package io.kubejar.etcd.http;

/** Takes in a request's body and hears what becomes of the connection. Called on the connection's thread. */
public interface Intake {
    /** The next part of the body. */
    void part(byte[] bytes);

    /** The body has ended. */
    void end();

    /** There may be an answer to what came so far, and none before there is one: a message has ended that was part of the body. */
    default void pause() {}

    /** The client can take more again. */
    default void ready() {}

    /** The client went away before it had its answer. */
    default void gone() {}
}
