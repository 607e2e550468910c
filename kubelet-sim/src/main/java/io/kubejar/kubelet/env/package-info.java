/** What a container finds when it starts: environment variables and mounted volumes. */
@NullMarked
package io.kubejar.kubelet.env;

import org.jspecify.annotations.NullMarked;
