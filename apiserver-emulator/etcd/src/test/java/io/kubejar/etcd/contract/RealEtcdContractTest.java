package io.kubejar.etcd.contract;

import io.etcd.jetcd.Client;
import io.kubejar.etcd.door.Door;
import io.kubejar.etcd.door.WireDoor;
import java.util.EnumSet;
import java.util.Set;

class RealEtcdContractTest extends EtcdContract {
    @Override
    Setup start() throws Exception {
        RealEtcd etcd = RealEtcd.start();
        Client client = Client.builder().endpoints(etcd.url()).build();
        Set<Deviation> deviations = EnumSet.of(Deviation.LEASES_END_LATE);
        String version = Chapter.get(client.getMaintenanceClient().statusMember(etcd.url()))
                .getVersion();
        if (version.startsWith("3.4.") || version.startsWith("3.5.")) {
            deviations.add(Deviation.DELETE_AT_COMPACTION_FORGOTTEN);
            deviations.add(Deviation.NEGATIVE_REVISION_ENDED_LATER);
            deviations.add(Deviation.UNKNOWN_SORT_ORDER_CRASHES);
        }
        if (version.startsWith("3.4.")) {
            deviations.add(Deviation.EXPIRED_SESSION_LOCKS);
        }
        if (version.matches("3\\.([45]\\..*|6\\.[0-8])")) {
            deviations.add(Deviation.LEASES_FOR_ANYBODY);
            deviations.add(Deviation.COMPACTION_FOR_ANYBODY);
        }
        Door door = WireDoor.on(etcd.port(), () -> {});
        return new Setup(client, door, etcd.url(), Setup.usersAt(etcd.url()), deviations, () -> {
            client.close();
            door.close();
            etcd.close();
        });
    }
}
