/** Admission: plugins that change or refuse what is about to be stored. */
@NullMarked
package io.kubejar.server.admission;

import org.jspecify.annotations.NullMarked;
