package io.kubejar.kubelet.fleet;

import io.kubejar.kubelet.behaviour.ContainerProcess;
import io.kubejar.kubelet.log.ContainerLog;

/** The process of a container instance, and what it writes. */
record Running(ContainerProcess process, ContainerLog log) {}
