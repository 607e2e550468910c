package io.kubejar.server.exchange;

/**
 * An answer in memory.
 *
 * @param headers without those that belong to a connection
 * @param body must be taken to its end or cancelled
 */
public record Answer(int status, Headers headers, AnswerBody body) {}
