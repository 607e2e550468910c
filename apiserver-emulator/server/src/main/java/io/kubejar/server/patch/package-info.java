/** What a patch makes of an object: JSON patch, merge patch and strategic merge patch as functions on trees. */
@NullMarked
package io.kubejar.server.patch;

import org.jspecify.annotations.NullMarked;
