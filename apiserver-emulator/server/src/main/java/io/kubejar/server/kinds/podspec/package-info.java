/** What pods and pod templates have in common: defaults and validation of a PodSpec. */
@NullMarked
package io.kubejar.server.kinds.podspec;

import org.jspecify.annotations.NullMarked;
