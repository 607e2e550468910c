package io.kubejar.etcd.contract;

import io.kubejar.etcd.EtcdServer;
import java.util.Set;

class InProcessContractTest extends EtcdContract {
    @Override
    Setup start() {
        EtcdServer etcd = EtcdServer.start();
        return new Setup(etcd.client(), "in process", Set.of(Deviation.DELIVERED_AT_ONCE), etcd);
    }
}
