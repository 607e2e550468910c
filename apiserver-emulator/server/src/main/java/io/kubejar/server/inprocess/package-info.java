/** The API client of components that live in the same JVM. */
@NullMarked
package io.kubejar.server.inprocess;

import org.jspecify.annotations.NullMarked;
