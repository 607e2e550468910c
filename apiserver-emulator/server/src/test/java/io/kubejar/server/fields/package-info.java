/** Tests of managed fields and server-side apply. */
@NullMarked
package io.kubejar.server.fields;

import org.jspecify.annotations.NullMarked;
