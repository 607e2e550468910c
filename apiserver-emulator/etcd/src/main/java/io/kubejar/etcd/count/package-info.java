/** What a store counts about itself while it works, for whoever watches over it. */
@NullMarked
package io.kubejar.etcd.count;

import org.jspecify.annotations.NullMarked;
