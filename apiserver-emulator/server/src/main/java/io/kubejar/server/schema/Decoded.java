package io.kubejar.server.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What was decoded.
 *
 * @param tree the object in the form in which Go would write it again; a new tree
 * @param warnings {@code unknown field "…"} and {@code duplicate field "…"} in upstream's order
 */
public record Decoded(ObjectNode tree, List<String> warnings) {}
