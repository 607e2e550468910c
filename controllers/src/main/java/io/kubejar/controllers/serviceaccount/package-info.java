/** Gives every namespace its default ServiceAccount. */
@NullMarked
package io.kubejar.controllers.serviceaccount;

import org.jspecify.annotations.NullMarked;
