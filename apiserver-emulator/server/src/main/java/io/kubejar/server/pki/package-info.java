/** Keys and certificates of a cluster, made with nothing but the JDK: its CA, the server's, those of clients, and the PEM and kubeconfig files that carry them. */
@NullMarked
package io.kubejar.server.pki;

import org.jspecify.annotations.NullMarked;
