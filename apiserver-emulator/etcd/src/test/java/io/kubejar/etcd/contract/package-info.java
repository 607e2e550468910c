/** What every etcd does, said once and shown for the embedded one through both doors and for a real one. */
@NullMarked
package io.kubejar.etcd.contract;

import org.jspecify.annotations.NullMarked;
