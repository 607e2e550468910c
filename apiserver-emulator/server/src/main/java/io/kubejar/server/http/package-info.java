/** The door to the network: HTTP/1.1, HTTP/2 and WebSocket over TLS on one port, on Netty. No other package knows Netty. */
@NullMarked
package io.kubejar.server.http;

import org.jspecify.annotations.NullMarked;
