/** The pod security standards: which pods a namespace's labels let in. */
@NullMarked
package io.kubejar.server.admission.podsecurity;

import org.jspecify.annotations.NullMarked;
