/** The shape of every kind, built in or custom, and what follows from it: decoding, pruning and defaulting. */
@NullMarked
package io.kubejar.server.schema;

import org.jspecify.annotations.NullMarked;
