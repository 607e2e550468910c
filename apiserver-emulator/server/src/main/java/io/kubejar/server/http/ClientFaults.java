package io.kubejar.server.http;

import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.IOException;
import java.util.concurrent.TimeoutException;

/** Tells what clients do wrong from what is broken here. */
final class ClientFaults {
    private ClientFaults() {}

    /** Reports a connection's failure unless the client or the network made it. */
    static void report(Transport transport, Throwable cause) {
        boolean outside = cause instanceof IOException // TLS failures too
                || cause instanceof CodecException
                || cause instanceof Http2Exception
                || cause instanceof TimeoutException;
        if (!outside) {
            transport.config.onFault().accept("on a connection", cause);
        }
    }
}
