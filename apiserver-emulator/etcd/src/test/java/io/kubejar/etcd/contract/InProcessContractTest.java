package io.kubejar.etcd.contract;

import io.kubejar.etcd.EtcdServer;
import io.kubejar.etcd.door.JetcdDoor;
import java.util.Set;

class InProcessContractTest extends EtcdContract {
    @Override
    Setup start() {
        EtcdServer etcd = EtcdServer.start();
        return new Setup(
                etcd.client(),
                JetcdDoor.on(etcd),
                "in process",
                etcd::client,
                Set.of(Deviation.DELIVERED_AT_ONCE),
                etcd);
    }
}
