/** CustomResourceDefinitions: their rules, and serving what they define. */
@NullMarked
package io.kubejar.server.crd;

import org.jspecify.annotations.NullMarked;
