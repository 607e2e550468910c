/** The EndpointSlice mirroring controller: slices for Endpoints that somebody else keeps. */
@NullMarked
package io.kubejar.controllers.endpointslicemirroring;

import org.jspecify.annotations.NullMarked;
