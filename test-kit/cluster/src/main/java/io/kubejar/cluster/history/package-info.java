/** What a cluster was: its store at any revision that is kept, differences, and claims about all that happened between. */
@NullMarked
package io.kubejar.cluster.history;

import org.jspecify.annotations.NullMarked;
