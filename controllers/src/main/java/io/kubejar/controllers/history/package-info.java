/** ControllerRevisions: the templates that a StatefulSet or DaemonSet has had. */
@NullMarked
package io.kubejar.controllers.history;

import org.jspecify.annotations.NullMarked;
