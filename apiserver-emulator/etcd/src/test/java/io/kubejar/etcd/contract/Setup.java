package io.kubejar.etcd.contract;

import io.etcd.jetcd.Client;
import io.kubejar.etcd.door.Door;
import java.util.Set;

/**
 * An etcd and a client of it.
 *
 * @param door the same etcd, asked in etcd's own messages
 * @param endpoint where it can be reached; for the in-process client any text
 * @param close ends both
 */
record Setup(Client client, Door door, String endpoint, Set<Deviation> deviations, AutoCloseable close) {
    boolean has(Deviation deviation) {
        return deviations.contains(deviation);
    }
}
