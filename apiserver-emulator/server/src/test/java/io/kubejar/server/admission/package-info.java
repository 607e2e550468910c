/** Tests of what is changed and refused on the way in. */
@NullMarked
package io.kubejar.server.admission;

import org.jspecify.annotations.NullMarked;
