/** What the tests of all modules share: seeds, programs of others, and a check for leaked threads. */
@NullMarked
package io.kubejar.testing;

import org.jspecify.annotations.NullMarked;
