/** Tests of the rules that kinds share. */
@NullMarked
package io.kubejar.server.validation;

import org.jspecify.annotations.NullMarked;
