/** YAML as kubectl reads it, to and from JSON trees. */
@NullMarked
package io.kubejar.server.yaml;

import org.jspecify.annotations.NullMarked;
