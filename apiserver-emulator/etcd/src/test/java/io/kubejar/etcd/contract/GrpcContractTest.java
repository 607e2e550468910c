package io.kubejar.etcd.contract;

import io.etcd.jetcd.Client;
import io.kubejar.etcd.EtcdServer;
import java.util.Set;

class GrpcContractTest extends EtcdContract {
    @Override
    Setup start() {
        EtcdServer etcd = EtcdServer.builder().grpcPort(0).start();
        String url = "http://127.0.0.1:" + etcd.grpcPort();
        Client client = Client.builder().endpoints(url).build();
        return new Setup(client, url, Set.of(), () -> {
            client.close();
            etcd.close();
        });
    }
}
