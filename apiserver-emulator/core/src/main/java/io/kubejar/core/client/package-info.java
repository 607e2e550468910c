/** The only way in: list, watch and write objects through one small port. */
@NullMarked
package io.kubejar.core.client;

import org.jspecify.annotations.NullMarked;
