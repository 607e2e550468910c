@NullMarked
package io.kubejar.server.spdy;

import org.jspecify.annotations.NullMarked;
