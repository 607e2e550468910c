/** What a dump of another cluster becomes before it is loaded: which objects, with which ids, in which order. */
@NullMarked
package io.kubejar.cluster.load;

import org.jspecify.annotations.NullMarked;
