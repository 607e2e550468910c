/** Gives every namespace the CA certificates of the API server. */
@NullMarked
package io.kubejar.controllers.rootca;

import org.jspecify.annotations.NullMarked;
