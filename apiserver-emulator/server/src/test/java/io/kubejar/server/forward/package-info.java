@NullMarked
package io.kubejar.server.forward;

import org.jspecify.annotations.NullMarked;
