/** What makes a service's spec right: its rules, its change of type, its families of addresses. Pure. */
@NullMarked
package io.kubejar.server.kinds.service;

import org.jspecify.annotations.NullMarked;
