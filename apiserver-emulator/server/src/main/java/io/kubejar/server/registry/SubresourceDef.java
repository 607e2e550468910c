package io.kubejar.server.registry;

import io.kubejar.core.object.Gvk;
import java.util.Set;

/** A subresource: its name, the kind of object that is read and written there, and its verbs. */
public record SubresourceDef(String name, Gvk kind, Set<String> verbs) {}
