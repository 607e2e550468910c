package io.kubejar.cluster;

import io.etcd.jetcd.Client;
import io.kubejar.core.chance.Chance;
import io.kubejar.core.loop.Loops;
import io.kubejar.etcd.EtcdServer;
import org.jspecify.annotations.Nullable;

/** The store below a cluster: the embedded etcd, or a real one that is reached by jetcd. */
record EtcdStore(
        Client client,
        @Nullable EtcdServer embedded,
        @Nullable Integer port) implements AutoCloseable {
    static EtcdStore open(ClusterOptions options, Loops loops, Chance chance) {
        if (!options.etcdEndpoints().isEmpty()) {
            Client client = Client.builder()
                    .endpoints(options.etcdEndpoints().toArray(String[]::new))
                    .build();
            return new EtcdStore(client, null, null);
        }
        EtcdServer embedded = EtcdServer.builder().loops(loops).chance(chance).start();
        return new EtcdStore(embedded.client(), embedded, null);
    }

    @Override
    public void close() {
        if (embedded == null) {
            client.close();
        } else {
            embedded.close();
        }
    }
}
