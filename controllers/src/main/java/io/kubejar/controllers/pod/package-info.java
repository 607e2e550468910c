/** What workload controllers ask about pods and make of templates. */
@NullMarked
package io.kubejar.controllers.pod;

import org.jspecify.annotations.NullMarked;
