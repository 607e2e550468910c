/** The built-in kinds, one declaration each. */
@NullMarked
package io.kubejar.server.kinds;

import org.jspecify.annotations.NullMarked;
