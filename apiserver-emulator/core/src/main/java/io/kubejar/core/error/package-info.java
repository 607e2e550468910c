/** The error canon: metav1.Status as an exception, and the reasons with their codes. */
@NullMarked
package io.kubejar.core.error;

import org.jspecify.annotations.NullMarked;
