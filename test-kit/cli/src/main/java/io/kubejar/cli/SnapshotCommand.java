package io.kubejar.cli;

import io.kubejar.cluster.Snapshots;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code kubejar snapshot}: a cluster that runs becomes a file, from which another one goes on. */
final class SnapshotCommand implements Command {
    private static final String FILE = "FILE";
    private static final String ETCD = "--etcd";
    private static final String USUAL = "http://127.0.0.1:2379";

    @Override
    public String name() {
        return "snapshot";
    }

    @Override
    public String summary() {
        return "Save a running cluster to FILE, for 'kubejar up --from FILE'. The file holds the cluster's keys.";
    }

    @Override
    public List<Option> options() {
        return List.of(new Option(
                ETCD, "URL", "Where the cluster's etcd is; 'kubejar up' tells when it is ready. Default: " + USUAL));
    }

    @Override
    public List<String> operands() {
        return List.of(FILE);
    }

    @Override
    public void run(Arguments arguments, PrintWriter out) {
        Path file = Path.of(arguments.required(FILE));
        String given = arguments.text(ETCD);
        String endpoint = given == null ? USUAL : given.matches("[\\w.-]+:\\d+") ? "http://" + given : given;
        if (!endpoint.matches("http://.+:\\d+")) {
            throw new WrongCall(ETCD + " wants an address like " + USUAL + ", not '" + given + "'");
        }
        KubeClusters.checkReachable(List.of(endpoint));
        try {
            Snapshots.save(endpoint, file);
            out.println("saved " + Files.size(file) + " bytes to " + file);
        } catch (UncheckedIOException | IllegalStateException e) {
            throw new CliFailure("nothing is saved: " + Reasons.of(e), e);
        } catch (IOException e) {
            throw new CliFailure("nothing is saved: " + e.getMessage(), e);
        }
    }
}
