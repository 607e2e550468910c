package io.kubejar.cli;

import static org.awaitility.Awaitility.await;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import io.etcd.jetcd.maintenance.StatusResponse;
import io.kubejar.core.chance.Chance;
import io.kubejar.core.time.SystemClock;
import io.kubejar.server.pki.CertificateAuthority;
import io.kubejar.server.pki.Identity;
import io.kubejar.server.pki.Subject;
import io.kubejar.testing.Interop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A cluster of three real etcds on the loopback address that takes clients only with a certificate. Data outlives a kill. */
final class EtcdMembers implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MEMBERS = 3;

    private final Path program = Interop.tool("etcd");
    private final Path folder;
    private final Path ca;
    private final Path[] server;
    private final Path[] client;
    private final List<String> urls = new ArrayList<>();
    private final List<String> peers = new ArrayList<>();
    private final List<Process> processes = new ArrayList<>();
    private int nextPort = 20_000 + (int) (ProcessHandle.current().pid() % 1_000) * 10;

    /** Starts them; when this returns each of them answers. */
    EtcdMembers(Path folder) throws IOException {
        this.folder = folder;
        CertificateAuthority authority = CertificateAuthority.create("etcd", SystemClock.INSTANCE, Chance.secure());
        ca = Files.writeString(folder.resolve("ca.crt"), authority.certificatePem());
        server = write("server", authority, CertificateAuthority.Usage.SERVER);
        client = write("client", authority, CertificateAuthority.Usage.CLIENT);
        for (int member = 0; member < MEMBERS; member++) {
            urls.add("https://127.0.0.1:" + freePort());
            peers.add("http://127.0.0.1:" + freePort());
        }
        try {
            for (int member = 0; member < MEMBERS; member++) {
                processes.add(start(member));
            }
            for (int member = 0; member < MEMBERS; member++) {
                awaitAnswer(member);
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private Path[] write(String name, CertificateAuthority authority, CertificateAuthority.Usage usage)
            throws IOException {
        Identity identity = authority.issue(new Subject(name, List.of()), usage, List.of("127.0.0.1"));
        return new Path[] {
            Files.writeString(folder.resolve(name + ".crt"), identity.certificatePem()),
            Files.writeString(folder.resolve(name + ".key"), identity.keyPem())
        };
    }

    /**
     * A port that nobody has, nor gets by chance before a killed member listens on it again: below those that the system
     * gives to connections.
     */
    private int freePort() {
        while (true) {
            int port = nextPort++;
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                continue; // taken
            }
        }
    }

    private Process start(int member) throws IOException {
        List<String> all = new ArrayList<>();
        for (int one = 0; one < MEMBERS; one++) {
            all.add("member" + one + "=" + peers.get(one));
        }
        return new ProcessBuilder(
                        program.toString(),
                        "--name=member" + member,
                        "--data-dir=" + folder.resolve("member" + member),
                        "--listen-client-urls=" + urls.get(member),
                        "--advertise-client-urls=" + urls.get(member),
                        "--listen-peer-urls=" + peers.get(member),
                        "--initial-advertise-peer-urls=" + peers.get(member),
                        "--initial-cluster=" + String.join(",", all),
                        "--cert-file=" + server[0],
                        "--key-file=" + server[1],
                        "--trusted-ca-file=" + ca,
                        "--client-cert-auth=true")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("member" + member + ".log").toFile()))
                .start();
    }

    /** What tells kubejar of it. */
    List<String> arguments() {
        return List.of(
                "--etcd-endpoints=" + String.join(",", urls),
                "--etcd-cafile=" + ca,
                "--etcd-certfile=" + client[0],
                "--etcd-keyfile=" + client[1]);
    }

    /** A client of all members. */
    Client client() throws IOException {
        return client(urls);
    }

    private Client client(List<String> endpoints) throws IOException {
        ClientBuilder builder = Client.builder().endpoints(endpoints.toArray(String[]::new));
        builder.sslContext(tls -> tls.trustManager(ca.toFile()).keyManager(client[0].toFile(), client[1].toFile()));
        return builder.build();
    }

    /** Which member leads. */
    int leader() throws IOException {
        try (Client all = client()) {
            for (int member = 0; member < MEMBERS; member++) {
                StatusResponse status = all.getMaintenanceClient()
                        .statusMember(urls.get(member))
                        .join();
                if (status.getHeader().getMemberId() == status.getLeader()) {
                    return member;
                }
            }
        }
        throw new AssertionError("none of the members leads");
    }

    /** SIGKILL. */
    void kill(int member) {
        processes
                .get(member)
                .destroyForcibly()
                .onExit()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    /** Starts a killed member on its data; when this returns it has caught up. */
    void restart(int member) throws IOException {
        processes.set(member, start(member));
        awaitAnswer(member);
    }

    /** A linearizable read from one member: it takes a quorum, and this member has what all have. */
    private void awaitAnswer(int member) throws IOException {
        ByteSequence any = ByteSequence.from("/any", StandardCharsets.UTF_8);
        try (Client one = client(List.of(urls.get(member)))) {
            await().atMost(PATIENCE).until(() -> {
                try {
                    one.getKVClient().get(any).get(2, TimeUnit.SECONDS);
                    return true;
                } catch (ExecutionException | TimeoutException e) {
                    return false;
                }
            });
        }
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
        processes.forEach(
                process -> process.onExit().orTimeout(10, TimeUnit.SECONDS).join());
    }
}
