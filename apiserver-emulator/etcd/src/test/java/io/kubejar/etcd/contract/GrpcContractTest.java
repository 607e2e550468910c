package io.kubejar.etcd.contract;

import io.etcd.jetcd.Client;
import io.kubejar.etcd.EtcdServer;
import io.kubejar.etcd.door.Door;
import io.kubejar.etcd.door.WireDoor;
import java.util.Set;

class GrpcContractTest extends EtcdContract {
    @Override
    Setup start() {
        EtcdServer etcd = EtcdServer.builder().grpcPort(0).start();
        String url = "http://127.0.0.1:" + etcd.grpcPort();
        Client client = Client.builder().endpoints(url).build();
        Door door = WireDoor.on(etcd.grpcPort(), () -> {});
        return new Setup(client, door, url, Setup.usersAt(url), Set.of(), () -> {
            client.close();
            door.close();
            etcd.close();
        });
    }
}
