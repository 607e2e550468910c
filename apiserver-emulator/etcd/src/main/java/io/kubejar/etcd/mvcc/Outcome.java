package io.kubejar.etcd.mvcc;

import java.util.List;

/**
 * What an {@link Op} does to a state.
 *
 * @param next the state afterwards; the same one when nothing changed
 * @param events what it did, in order; empty when nothing changed
 */
public record Outcome(State next, OpResult result, List<Event> events) {}
