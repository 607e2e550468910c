package io.kubejar.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.options.GetOption;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.ListOptions;
import io.kubejar.core.client.Patch;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several servers on a real etcd of three members, each of which may die. */
@Tag("interop")
class ThreeMembersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int SERVERS = 3;
    private static final String WEB = """
            {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "namespace": "default"},
             "spec": {"replicas": 6, "selector": {"matchLabels": {"app": "web"}},
              "template": {"metadata": {"labels": {"app": "web"}},
               "spec": {"containers": [{"name": "web", "image": "nginx"}]}}}}
            """;

    @TempDir
    Path folder;

    private final List<UpServer> servers = new ArrayList<>();
    private final List<UpServer> all = new ArrayList<>();

    @AfterEach
    void killAll() {
        all.forEach(UpServer::close);
    }

    @Test
    @DisplayName(
            "an etcd member and the leading server are killed in turn under load: nothing acknowledged is lost, and no"
                    + " pod is bound or started twice")
    void eachPartMayDie() throws Exception {
        try (EtcdMembers etcd = new EtcdMembers(folder);
                Client store = etcd.client()) {
            for (int i = 0; i < SERVERS; i++) {
                servers.add(start(etcd, "server" + i, i));
            }
            servers.forEach(UpServer::awaitReady);
            servers.forEach(UpServer::load);
            client(0)
                    .create(ResourceRef.of(Resources.DEPLOYMENTS, "default"), ApiObject.ofJson(WEB), WriteOptions.NONE);
            awaitRunning(6);

            int first = etcd.leader();
            etcd.kill(first);
            servers.forEach(UpServer::awaitProgress);
            scale(2, 9);
            awaitRunning(9);
            etcd.restart(first);

            String holder = holder().orElseThrow();
            int leading = nodeOf(store, holder);
            servers.get(leading).kill();
            scale((leading + 1) % SERVERS, 12);
            servers.set(leading, start(etcd, "server" + leading + "-again", leading));
            servers.get(leading).awaitReady().load();
            await("another server leads")
                    .atMost(PATIENCE)
                    .until(() -> holder().filter(now -> !now.equals(holder)).isPresent());
            awaitRunning(12);

            int second = (first + 1) % SERVERS;
            etcd.kill(second);
            scale(0, 15);
            servers.forEach(UpServer::awaitProgress);
            etcd.restart(second);
            awaitRunning(15);

            assertNothingIsLost();
            assertEachPodLivedOnce(PodLives.read(store));
        }
    }

    private UpServer start(EtcdMembers etcd, String name, int node) throws IOException {
        List<String> arguments = new ArrayList<>(etcd.arguments());
        arguments.add("--first-node=" + node);
        UpServer server = new UpServer(folder, name, arguments);
        all.add(server);
        return server;
    }

    private ApiClient client(int server) {
        return servers.get(server).client();
    }

    /** Says how many pods there are to be; what is not acknowledged is said again. */
    private void scale(int server, int replicas) {
        Patch patch = Patch.merge("{\"spec\": {\"replicas\": " + replicas + "}}");
        ResourceRef web = ResourceRef.of(Resources.DEPLOYMENTS, "default", "web");
        await("scaled to " + replicas).atMost(PATIENCE).until(() -> {
            try {
                client(server).patch(web, patch, WriteOptions.NONE);
                return true;
            } catch (StatusException e) {
                return false;
            }
        });
    }

    /** Every server shows so many running pods. */
    private void awaitRunning(int count) {
        for (UpServer server : servers) {
            await().atMost(PATIENCE)
                    .ignoreExceptionsMatching(StatusException.class::isInstance) // a member has just been killed
                    .untilAsserted(() -> assertThat(server.client()
                                    .list(ResourceRef.of(Resources.PODS, "default"), ListOptions.ALL)
                                    .items())
                            .filteredOn(
                                    pod -> pod.at("status", "phase").asText().equals("Running"))
                            .hasSize(count));
        }
    }

    /** Who leads, as the first server says that answers. */
    private Optional<String> holder() {
        for (UpServer server : servers) {
            try {
                ApiObject lease =
                        server.client().get(ResourceRef.of(Resources.LEASES, "kube-system", "kube-controller-manager"));
                return Optional.of(lease.at("spec", "holderIdentity").asText());
            } catch (StatusException e) {
                continue; // it is the one that was killed
            }
        }
        return Optional.empty();
    }

    /** The number of the node, which is that of the server too, of who stands for election under this name. */
    private static int nodeOf(Client store, String identity) throws Exception {
        ByteSequence prefix = ByteSequence.from("/kubejar/nodes/", StandardCharsets.UTF_8);
        GetOption below = GetOption.builder().isPrefix(true).build();
        for (KeyValue claim : store.getKVClient().get(prefix, below).get().getKvs()) {
            JsonNode value = Json.parse(claim.getValue().getBytes());
            if (value.path("server").asText().equals(identity)) {
                return value.path("first").asInt();
            }
        }
        throw new AssertionError("no node is one of " + identity);
    }

    private void assertNothingIsLost() {
        all.forEach(UpServer::stopLoad);
        Set<String> acknowledged = new TreeSet<>();
        all.forEach(server -> acknowledged.addAll(server.acknowledged()));
        for (UpServer server : servers) {
            Set<String> found =
                    server
                            .client()
                            .list(ResourceRef.of(Resources.CONFIG_MAPS, "default"), ListOptions.ALL)
                            .items()
                            .stream()
                            .map(ApiObject::name)
                            .collect(Collectors.toSet());
            assertThat(found).containsAll(acknowledged);
        }
    }

    private static void assertEachPodLivedOnce(PodLives lives) {
        assertThat(lives.byUid()).hasSize(15);
        assertThat(lives.byUid().values()).allSatisfy(life -> {
            assertThat(life.nodes()).hasSize(1);
            assertThat(life.containers()).hasSize(1);
            assertThat(life.starts()).hasSize(1);
            assertThat(life.restarts()).containsExactly(0);
            assertThat(life.told()).doesNotHaveDuplicates();
        });
    }
}
