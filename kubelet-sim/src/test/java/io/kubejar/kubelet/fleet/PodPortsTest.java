package io.kubejar.kubelet.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubejar.core.error.StatusException;
import io.kubejar.core.node.PodNetwork;
import io.kubejar.core.object.ApiObject;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PodPortsTest {
    private static final InetSocketAddress ONE = new InetSocketAddress("127.0.0.1", 4711);
    private static final InetSocketAddress OTHER = new InetSocketAddress("127.0.0.1", 4712);

    private static ApiObject pod(String name, String app) {
        return ApiObject.ofJson("{\"kind\":\"Pod\",\"metadata\":{\"name\":\"" + name
                + "\",\"namespace\":\"default\",\"uid\":\"u-" + name + "\",\"labels\":{\"app\":\"" + app + "\"}}}");
    }

    @Test
    void whatWasSaidLastHolds() {
        PodPorts ports = new PodPorts();
        ports.listenAll("default", "app in (web, api)", 8080, ONE);
        PodPorts copy = ports.copy();
        ports.listen("default", "a", 8080, OTHER);
        assertThat(ports.find(pod("a", "web"), 8080)).isEqualTo(OTHER);
        assertThat(copy.find(pod("a", "web"), 8080)).isEqualTo(ONE);
        assertThat(ports.find(pod("b", "api"), 8080)).isEqualTo(ONE);
        assertThat(ports.find(pod("b", "api"), 8081)).isNull();
        assertThat(ports.find(pod("b", "other"), 8080)).isNull();
        ports.close(OTHER);
        assertThat(ports.find(pod("a", "web"), 8080)).isEqualTo(ONE);
        ports.close(ONE);
        assertThat(ports.find(pod("a", "web"), 8080)).isNull();
        assertThat(copy.find(pod("a", "web"), 8080)).isEqualTo(ONE);
    }

    @Test
    void otherNamespacesAndWhatIsNoPortAreOut() {
        PodPorts ports = new PodPorts().listenAll("other", "", 80, ONE);
        assertThat(ports.find(pod("a", "web"), 80)).isNull();
        assertThatThrownBy(() -> ports.listen("default", "a", 0, ONE)).isInstanceOf(IllegalArgumentException.class);
        InetSocketAddress unknown = InetSocketAddress.createUnresolved("localhost", 80);
        assertThatThrownBy(() -> ports.listen("default", "a", 80, unknown))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void lastRefusedPortIsRememberedUntilItIsReached() {
        PodPorts ports = new PodPorts();
        assertThat(ports.lastRefused("u")).isEmpty();
        ports.tried("u", 80, false);
        ports.tried("u", 81, true);
        assertThat(ports.lastRefused("u")).isEqualTo(OptionalInt.of(80));
        ports.tried("u", 81, false);
        assertThat(ports.lastRefused("u")).isEqualTo(OptionalInt.of(81));
        ports.tried("u", 81, true);
        assertThat(ports.lastRefused("u")).isEmpty();
        ports.tried("u", 80, false);
        ports.forget("u");
        assertThat(ports.lastRefused("u")).isEmpty();
    }

    private static @Nullable PodNetwork network(FleetWorld world, String name) {
        return world.fleet.network(world.api.get(FleetWorld.ref(name)));
    }

    @Test
    void podHasANetworkWhileItRunsOnANodeThatRuns() {
        FleetWorld world = new FleetWorld();
        world.ports.listen("default", "a", 80, ONE);
        world.run("a", "'containers':[{'name':'c','image':'nginx'}]");
        world.run("h", "'hostNetwork':true,'containers':[{'name':'c','image':'nginx'}]");
        world.run(
                "over",
                "'restartPolicy':'Never','containers':[{'name':'c','image':'busybox','command':['sh','-c','exit 0']}]");
        PodNetwork a = Objects.requireNonNull(network(world, "a"));
        assertThat(a.sandbox()).matches("[0-9a-f]{64}");
        assertThat(a.namespace()).matches("/var/run/netns/cni-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        assertThat(a.listener(80)).isEqualTo(ONE);
        assertThat(a.listener(81)).isNull();
        assertThat(Objects.requireNonNull(network(world, "h")).namespace()).isEqualTo("host");
        assertThat(network(world, "over")).isNull();
        world.fleet.stopNode("node-0");
        assertThatThrownBy(() -> network(world, "a"))
                .isInstanceOf(StatusException.class)
                .hasMessage("error dialing backend: dial tcp 172.18.0.2:10250: connect: connection refused");
    }
}
