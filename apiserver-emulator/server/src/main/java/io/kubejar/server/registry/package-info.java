/** What the server serves: a declaration for each resource, and the register of all. */
@NullMarked
package io.kubejar.server.registry;

import org.jspecify.annotations.NullMarked;
