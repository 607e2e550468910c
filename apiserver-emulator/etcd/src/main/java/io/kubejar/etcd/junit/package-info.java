/** The JUnit extension: an etcd for each test. */
@NullMarked
package io.kubejar.etcd.junit;

import org.jspecify.annotations.NullMarked;
