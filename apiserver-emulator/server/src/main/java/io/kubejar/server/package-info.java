/** The API server, wired. */
@NullMarked
package io.kubejar.server;

import org.jspecify.annotations.NullMarked;
