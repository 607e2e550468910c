/** What the services beside keys, watches and leases answer: messages in, messages out, the same for both doors. */
@NullMarked
package io.kubejar.etcd.service;

import org.jspecify.annotations.NullMarked;
