package io.kubejar.server.openapi;

import io.kubejar.server.exchange.Headers;

/** An answer to a request for a document. The body must not be changed. */
public record OpenApiAnswer(int status, Headers headers, byte[] body) {}
