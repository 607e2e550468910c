/** The EndpointSlice controller: the addresses behind each Service in slices. */
@NullMarked
package io.kubejar.controllers.endpointslice;

import org.jspecify.annotations.NullMarked;
