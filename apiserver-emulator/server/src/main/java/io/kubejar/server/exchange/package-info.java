/** What passes between a transport and the request pipeline: requests, answers and streams, without HTTP's library. */
@NullMarked
package io.kubejar.server.exchange;

import org.jspecify.annotations.NullMarked;
