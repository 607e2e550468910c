package io.kubejar.etcd;

import java.util.function.BiConsumer;
import org.slf4j.LoggerFactory;

/** Where it is told that a task of a loop threw something: in the log. */
final class Faults implements BiConsumer<String, Throwable> {
    @Override
    public void accept(String loop, Throwable fault) {
        // Not kept: logging takes longer to start than all of an etcd, and is seldom needed.
        LoggerFactory.getLogger(EtcdServer.class).error("a task of {} failed", loop, fault);
    }
}
