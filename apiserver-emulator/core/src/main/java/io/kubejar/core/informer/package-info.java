/** Local copies of resources that follow a watch. */
@NullMarked
package io.kubejar.core.informer;

import org.jspecify.annotations.NullMarked;
