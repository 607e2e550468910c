package io.kubejar.cli;

import io.kubejar.etcd.EtcdServer;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** {@code kubejar etcd restore}: a snapshot of an etcd becomes a data directory of the embedded one. */
final class EtcdRestoreCommand implements Command {
    private static final String FILE = "FILE";

    @Override
    public String name() {
        return "etcd restore";
    }

    @Override
    public String summary() {
        return "Make a data folder of FILE, which 'etcdctl snapshot save' wrote.";
    }

    @Override
    public List<Option> options() {
        return List.of(new Option(
                "--data-dir",
                "DIR",
                "The new folder, for 'kubejar etcd --data-dir DIR'. A cluster's is the folder etcd in its own."));
    }

    @Override
    public List<String> operands() {
        return List.of(FILE);
    }

    @Override
    public void run(Arguments arguments, PrintWriter out) {
        String file = arguments.required(FILE);
        String folder = arguments.required("--data-dir");
        try (EtcdServer etcd = EtcdServer.builder()
                .restore(Path.of(file))
                .dataDir(Path.of(folder))
                .start()) {
            out.println("revision " + etcd.revision() + " of " + file + " is restored into " + folder);
        } catch (RuntimeException e) {
            throw new CliFailure("nothing is restored: " + Reasons.of(e), e);
        }
    }
}
