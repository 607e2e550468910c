/** The time for which a program runs, at whose end all that it does ends with it. */
@NullMarked
package io.kubejar.core.life;

import org.jspecify.annotations.NullMarked;
