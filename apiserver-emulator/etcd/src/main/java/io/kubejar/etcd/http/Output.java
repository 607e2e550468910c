package io.kubejar.etcd.http;

import java.util.Map;

/** Where an answer goes: one {@link #whole}, or {@link #start}, parts and {@link #end}. For any thread, one at a time. */
public interface Output {
    /** All of it at once. */
    void whole(Reply reply);

    /** Begins an answer whose length nobody knows. */
    void start(int status, Map<String, String> fields);

    /** The next part of it. */
    void part(byte[] bytes);

    /** That was all. */
    void end();

    /** Whether the client takes what is sent; else parts pile up in memory. */
    boolean isReady();
}
