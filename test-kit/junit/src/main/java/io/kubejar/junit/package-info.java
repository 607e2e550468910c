/** {@code @KubeTest}: a cluster for each JUnit test, and what judges a test after it ran. */
@NullMarked
package io.kubejar.junit;

import org.jspecify.annotations.NullMarked;
