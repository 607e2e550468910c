package io.kubejar.etcd.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.kubejar.etcd.door.Door;
import java.util.Set;

/**
 * An etcd and a client of it.
 *
 * @param door the same etcd, asked in etcd's own messages
 * @param endpoint where it can be reached; for the in-process client any text
 * @param users makes further clients of it, which the maker closes
 * @param close ends both
 */
record Setup(Client client, Door door, String endpoint, Users users, Set<Deviation> deviations, AutoCloseable close) {
    /** Makes clients that say who they are. */
    interface Users {
        Client client(String user, String password);
    }

    /** Clients of an endpoint. */
    static Users usersAt(String url) {
        return (user, password) -> Client.builder()
                .endpoints(url)
                .user(ByteSequence.from(user, UTF_8))
                .password(ByteSequence.from(password, UTF_8))
                .build();
    }

    boolean has(Deviation deviation) {
        return deviations.contains(deviation);
    }
}
