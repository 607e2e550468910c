/** What each verb does, one file each. */
@NullMarked
package io.kubejar.server.verbs;

import org.jspecify.annotations.NullMarked;
