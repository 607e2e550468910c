/** Which manager owns which field: managedFields and server-side apply as functions on trees. */
@NullMarked
package io.kubejar.server.fields;

import org.jspecify.annotations.NullMarked;
