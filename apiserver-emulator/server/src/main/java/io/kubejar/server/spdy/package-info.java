/** SPDY/3.1 as far as streams to pods need it: bytes to frames and back, and what becomes of the streams of one connection. */
@NullMarked
package io.kubejar.server.spdy;

import org.jspecify.annotations.NullMarked;
