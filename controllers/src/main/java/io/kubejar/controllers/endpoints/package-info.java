/** The Endpoints controller: the addresses behind each Service in one object. */
@NullMarked
package io.kubejar.controllers.endpoints;

import org.jspecify.annotations.NullMarked;
