/** What objects must look like, in upstream's words. */
@NullMarked
package io.kubejar.server.validation;

import org.jspecify.annotations.NullMarked;
