/** The rules of the code base as tests: import directions, pure packages, forbidden calls, sizes, documents. */
@NullMarked
package io.kubejar.rules;

import org.jspecify.annotations.NullMarked;
