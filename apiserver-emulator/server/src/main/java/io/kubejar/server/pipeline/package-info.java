/** The walk of a request from its path to its answer. */
@NullMarked
package io.kubejar.server.pipeline;

import org.jspecify.annotations.NullMarked;
