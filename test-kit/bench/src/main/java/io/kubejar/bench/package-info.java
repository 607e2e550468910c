/** Benchmarks: kubejar's budgets, and its peers measured in the same run. */
@NullMarked
package io.kubejar.bench;

import org.jspecify.annotations.NullMarked;
